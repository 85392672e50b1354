//! Plural categories as CLDR defines them, and the source of their rules: natively the ICU4X crate, in the page the
//! browser's `Intl.PluralRules`, so that a visitor downloads no rules.

use core::fmt;
use std::sync::Arc;

/// A category of whole numbers for which a language has a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The variants have CLDR's own names.
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Category {
    /// Returns the category of this name, as CLDR, ICU and browsers call it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

/// The plural rule of a language. The default is English, in which all texts are first written.
#[derive(Clone)]
pub struct Plurals(Arc<dyn Fn(u64) -> Category + Send + Sync>);

impl Plurals {
    /// Makes a rule from a function.
    pub fn new(rule: impl Fn(u64) -> Category + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }

    /// Returns the category of a number.
    #[must_use]
    pub fn of(&self, number: u64) -> Category {
        (self.0)(number)
    }

    /// Returns the rule of a language code such as `en` or `zh-Hans`; for an invalid code CLDR's root rule, which has
    /// one form.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn of_language(code: &str) -> Self {
        let locale = code.parse().unwrap_or(icu_locale_core::Locale::UNKNOWN);
        Self::new(move |number| {
            let rules = icu_plurals::PluralRules::try_new((&locale).into(), icu_plurals::PluralRulesOptions::default());
            rules.map_or(Category::Other, |rules| match rules.category_for(number) {
                icu_plurals::PluralCategory::Zero => Category::Zero,
                icu_plurals::PluralCategory::One => Category::One,
                icu_plurals::PluralCategory::Two => Category::Two,
                icu_plurals::PluralCategory::Few => Category::Few,
                icu_plurals::PluralCategory::Many => Category::Many,
                icu_plurals::PluralCategory::Other => Category::Other,
            })
        })
    }
}

impl Default for Plurals {
    fn default() -> Self {
        Self::new(|number| if number == 1 { Category::One } else { Category::Other })
    }
}

impl fmt::Debug for Plurals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plurals")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_categories() {
        let of = |code: &str, numbers: [u64; 5]| numbers.map(|number| Plurals::of_language(code).of(number));
        use Category::{Few, Many, One, Other, Two, Zero};
        assert_eq!(of("en", [0, 1, 2, 5, 21]), [Other, One, Other, Other, Other]);
        assert_eq!(of("fr", [0, 1, 2, 5, 21]), [One, One, Other, Other, Other]);
        assert_eq!(of("ru", [0, 1, 2, 5, 21]), [Many, One, Few, Many, One]);
        assert_eq!(of("ar", [0, 1, 2, 5, 21]), [Zero, One, Two, Few, Many]);
        for one_form in ["ja", "ko", "zh-Hans", "no language"] {
            assert_eq!(of(one_form, [0, 1, 2, 5, 21]), [Other; 5], "{one_form}");
        }
    }

    #[test]
    fn without_a_language_the_rule_is_that_of_english() {
        for number in [0, 1, 2, 11, 21, 1_000_000] {
            assert_eq!(Plurals::default().of(number), Plurals::of_language("en").of(number));
        }
    }
}
