//! A method's arguments as written, sorted by the method's [`Spec`].

use warren_broker::{Name, Properties, Table};

use super::arguments::{Arguments, Named, number, short};
use super::method::{Extra, Spec};
use super::next::Values;
use super::token::Kind;
use crate::diagnostic::{Diagnostic, SourceText};

/// The arguments of one method.
#[derive(Default)]
pub struct MethodArgs {
    positional: Vec<Name>,
    flags: Vec<(String, bool)>,
    /// The delivery tag.
    pub number: Option<u64>,
    pub prefetch_count: u16,
    pub prefetch_size: u32,
    pub table: Table,
    pub properties: Properties,
}

pub type Set = fn(&mut Properties, &Named) -> Result<(), Diagnostic>;

/// The properties that can be set, besides headers; the more usual ones first.
pub const PROPERTIES: &[(&str, Values, Set)] = &[
    ("delivery_mode", Values::Words(&["1", "2"]), |properties, named| {
        named.number().map(|number| properties.delivery_mode = Some(number))
    }),
    ("correlation_id", Values::Any, |properties, named| {
        named.name().map(|name| properties.correlation_id = Some(name))
    }),
    ("reply_to", Values::Queues, |properties, named| named.name().map(|name| properties.reply_to = Some(name))),
    ("expiration", Values::Any, |properties, named| named.name().map(|name| properties.expiration = Some(name))),
    ("priority", Values::Any, |properties, named| named.number().map(|number| properties.priority = Some(number))),
    ("type", Values::Any, |properties, named| named.name().map(|name| properties.kind = Some(name))),
    ("content_type", Values::Any, |properties, named| named.name().map(|name| properties.content_type = Some(name))),
    ("content_encoding", Values::Any, |properties, named| {
        named.name().map(|name| properties.content_encoding = Some(name))
    }),
    ("message_id", Values::Any, |properties, named| named.name().map(|name| properties.message_id = Some(name))),
    ("timestamp", Values::Any, |properties, named| named.number().map(|number| properties.timestamp = Some(number))),
    ("user_id", Values::Any, |properties, named| named.name().map(|name| properties.user_id = Some(name))),
    ("app_id", Values::Any, |properties, named| named.name().map(|name| properties.app_id = Some(name))),
    ("cluster_id", Values::Any, |properties, named| named.name().map(|name| properties.cluster_id = Some(name))),
];

impl MethodArgs {
    pub fn read(spec: &Spec, arguments: &mut Arguments) -> Result<Self, Diagnostic> {
        let mut args = Self::default();
        args.read_main(spec, arguments)?;
        let mut seen: Vec<String> = Vec::new();
        while let Some(named) = arguments.named()? {
            let key = own_key(spec, &named);
            if seen.iter().any(|seen| seen == key) {
                return Err(named.twice(key));
            }
            args.read_named(spec, &named)?;
            seen.push(key.to_owned());
        }
        Ok(args)
    }

    pub fn positional(&self, index: usize) -> Name {
        self.positional.get(index).cloned().unwrap_or_default()
    }

    pub fn tag(&self) -> u64 {
        self.number.unwrap_or(0)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.flag_or(name, false)
    }

    pub fn flag_or(&self, name: &str, default: bool) -> bool {
        self.flags.iter().find(|(flag, _)| flag == name).map_or(default, |(_, on)| *on)
    }

    fn read_main(&mut self, spec: &Spec, arguments: &mut Arguments) -> Result<(), Diagnostic> {
        for (index, what) in spec.positional.iter().enumerate() {
            let argument = if index < spec.positional.len() - spec.optional {
                Some(arguments.text(what)?)
            } else {
                arguments.optional(spec.flags)
            };
            let Some((text, token)) = argument else { break };
            match *what {
                "BODY" => self.positional.push(text.into()),
                "DELIVERY_TAG" => self.number = Some(number(&text, &token, what)?),
                "PREFETCH_COUNT" => self.prefetch_count = number(&text, &token, what)?,
                "ACTIVE" => match text.as_str() {
                    "true" | "false" => self.flags.push(("active".into(), text == "true")),
                    _ => {
                        return Err(token.wrong(
                            SourceText("ACTIVE cannot be `{value}`"),
                            SourceText("write true or false"),
                            &[&text],
                        ));
                    }
                },
                _ => self.positional.push(short(&text, &token)?),
            }
        }
        Ok(())
    }

    fn read_named(&mut self, spec: &Spec, named: &Named) -> Result<(), Diagnostic> {
        let key = named.key.as_str();
        if spec.flags.contains(&key) {
            let on = named.flag()?;
            if key == "persistent" && on {
                self.properties.delivery_mode = Some(2);
            }
            self.flags.push((key.to_owned(), on));
            return Ok(());
        }
        match spec.extra {
            Extra::Table => {
                if let Kind::Pair { key, value } = &named.token.kind {
                    self.table.0.push((short(key, &named.token)?, named.token.value_of(value)?));
                    return Ok(());
                }
            }
            Extra::Properties => {
                if let Some(header) = key.strip_prefix("header.") {
                    if header.is_empty() {
                        return Err(named.wrong(
                            SourceText("this header has no name"),
                            SourceText("write header.NAME=value"),
                            &[],
                        ));
                    }
                    let field = (short(header, &named.token)?, named.token.value_of(named.literal()?)?);
                    self.properties.headers.get_or_insert_default().0.push(field);
                    return Ok(());
                }
                if let Some((.., set)) = PROPERTIES.iter().find(|(name, ..)| *name == key) {
                    return set(&mut self.properties, named);
                }
            }
            Extra::PrefetchSize if key == "prefetch_size" => {
                self.prefetch_size = named.number()?;
                return Ok(());
            }
            Extra::PrefetchSize | Extra::Nothing => {}
        }
        Err(unknown(spec, named))
    }
}

/// Returns the key under which a repetition is detected. The names of arguments are free: `a-b` and `a_b` are two.
fn own_key<'a>(spec: &Spec, named: &'a Named) -> &'a str {
    match &named.token.kind {
        Kind::Pair { key, .. } if spec.extra == Extra::Table && !spec.flags.contains(&named.key.as_str()) => key,
        Kind::Pair { .. } | Kind::Single(_) => &named.key,
    }
}

fn unknown(spec: &Spec, named: &Named) -> Diagnostic {
    let mut known = spec.flags.to_vec();
    match spec.extra {
        Extra::Properties => known.extend(PROPERTIES.iter().map(|(name, ..)| *name).chain(["header.NAME"])),
        Extra::PrefetchSize => known.push("prefetch_size"),
        Extra::Table | Extra::Nothing => {}
    }
    let message = SourceText("`{owner}` has no `{key}`");
    if known.is_empty() {
        return named.wrong(message, SourceText("`{owner}` takes none"), &[spec.name, &named.key]);
    }
    named.token.suggesting(message, &[spec.name, &named.key], &named.key, &known)
}
