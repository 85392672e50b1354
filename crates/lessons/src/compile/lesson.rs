//! One lesson, read completely, with the checks across its files.

use std::collections::{BTreeMap, BTreeSet};

use warren_simulator::Scenario;
use warren_spelling::nearest;

use super::guides::Guides;
use super::highlight::Highlighter;
use super::sample;
use crate::pack;
use crate::source::{At, CHALLENGE, Folder, Labels, MANIFEST, MATRIX, Manifest, Problem, Prose, Reason, Section};

/// The scenario's name in every lesson's folder.
pub const SCENARIO: &str = "scenario.warren";

/// A lesson's folder, read but not checked yet.
pub struct Draft {
    /// The folder.
    pub folder: Folder,
    /// Its `lesson.toml`.
    pub manifest: Manifest,
    /// The scenario's text, as written.
    pub text: String,
    /// The parsed scenario.
    pub scenario: Scenario,
    /// By language.
    prose: BTreeMap<String, Prose>,
    samples: Vec<pack::Sample>,
}

impl Draft {
    /// Reads all files of a lesson's folder.
    ///
    /// # Errors
    ///
    /// All errors within single files.
    pub fn read(folder: &Folder, highlighter: &Highlighter) -> Result<Self, Vec<Problem>> {
        let manifest = Manifest::read(folder).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        let mut prose = BTreeMap::new();
        for (language, text) in folder.with_extension("md") {
            match Prose::read(text, &folder.name(&format!("{language}.md"))) {
                Ok(read) => {
                    prose.insert(language.to_owned(), read);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let samples = sample::read(folder, &manifest.programs, highlighter, &mut problems);
        let scenario = read_scenario(folder, &mut problems);
        match scenario {
            Some((text, scenario)) if problems.is_empty() => {
                Ok(Self { folder: folder.clone(), manifest, text, scenario, prose, samples })
            }
            Some(_) | None => Err(problems),
        }
    }

    /// Returns the manifest's name for messages.
    pub fn manifest_file(&self) -> String {
        self.folder.name(MANIFEST)
    }

    /// Returns the lesson's texts, each with its file's name for messages.
    pub fn prose(&self) -> impl Iterator<Item = (String, &Prose)> {
        self.prose.iter().map(|(language, prose)| (self.folder.name(&format!("{language}.md")), prose))
    }

    /// Compares the lesson's files with each other and with the files shared by all lessons.
    pub fn check(&self, languages: &BTreeSet<String>, guides: &Guides, problems: &mut Vec<Problem>) {
        for language in languages {
            let file = self.folder.name(&format!("{language}.md"));
            match self.prose.get(language) {
                Some(prose) => self.check_sections(prose, &file, problems),
                None => {
                    let help = "copy en.md beside it and translate it; the {#marks} stay";
                    problems.push(Problem::of(file, "is missing", help));
                }
            }
        }
        self.check_anchors(problems);
        for guide in self.manifest.beats.iter().flat_map(|beat| &beat.guides) {
            if !guides.names().any(|name| name == guide.value) {
                let message = format!("there is no guide \"{}\"", guide.value);
                let help = suggest(&guide.value, guides.names(), "the guides are in guides.toml");
                problems.push(Problem::on(guide.line, self.manifest_file(), message, help));
            }
        }
    }

    /// Checks that there is one section for each beat, in the same order.
    fn check_sections(&self, prose: &Prose, file: &str, problems: &mut Vec<Problem>) {
        let mut marks: Vec<&str> = self.manifest.beats.iter().map(|beat| beat.mark.value.as_str()).collect();
        let mut asides: Vec<bool> = self.manifest.beats.iter().map(|beat| beat.question.is_some()).collect();
        let closing = [(MATRIX, self.manifest.matrix.is_some()), (CHALLENGE, self.manifest.challenge.is_some())];
        for (mark, _) in closing.iter().filter(|(_, is_there)| *is_there) {
            marks.push(mark);
            asides.push(true);
        }
        let names: Vec<&str> = prose.sections.iter().map(|section| section.name.value.as_str()).collect();
        for (index, section) in prose.sections.iter().enumerate() {
            let name = section.name.value.as_str();
            if !marks.contains(&name) {
                let message = format!("the section {{#{name}}} belongs to no beat");
                let help = suggest(name, marks.iter().copied(), "lesson.toml has no beat with this mark");
                problems.push(Problem::on(section.name.line, file, message, help));
            }
            if names[..index].contains(&name) {
                let message = format!("the section {{#{name}}} is there twice");
                problems.push(Problem::on(section.name.line, file, message, "one section a beat"));
            }
        }
        for mark in marks.iter().filter(|mark| !names.contains(mark)) {
            let help = format!("lesson.toml has this beat: write `## Heading {{#{mark}}}` and its text");
            problems.push(Problem::of(file, format!("the section {{#{mark}}} is missing"), help));
        }
        for section in &prose.sections {
            let asks = marks.iter().position(|mark| *mark == section.name.value).map(|index| asides[index]);
            let name = &section.name.value;
            let (message, help) = match (asks, &section.aside) {
                (Some(true), None) => (
                    format!("the section {{#{name}}} asks nothing"),
                    "write the question (the challenge's hint, the matrix's choices) as a quotation at its end: `> Who gets it?`",
                ),
                (Some(false), Some(_)) => (
                    format!("the section {{#{name}}} asks something that lesson.toml does not know"),
                    "add `question = { ask = \"receivers\", of = [...] }` to the beat, or take the quotation out",
                ),
                (Some(true), Some(_)) | (Some(false), None) | (None, _) => continue,
            };
            problems.push(Problem::on(section.name.line, file, message, help));
        }
        if let (Some(matrix), Some(section)) = (&self.manifest.matrix, prose.section(MATRIX))
            && section.aside.is_some()
            && let Err(help) = Labels::read(section, matrix)
        {
            let message = "the quotation does not name the matrix's choices";
            problems.push(Problem::on(section.name.line, file, message, help));
        }
        let same = names.iter().collect::<BTreeSet<_>>() == marks.iter().collect();
        let misplaced = prose.sections.iter().zip(&marks).find(|(section, mark)| section.name.value != **mark);
        if let (true, Some((section, mark))) = (same, misplaced) {
            let message = format!("here {{#{mark}}} should stand, not {{#{}}}", section.name.value);
            problems.push(Problem::on(section.name.line, file, message, "the order is that of lesson.toml"));
        }
    }

    /// Checks that every highlighted anchor is in every sample, and that none is unused.
    fn check_anchors(&self, problems: &mut Vec<Problem>) {
        let lit: Vec<&At<String>> = self.manifest.beats.iter().flat_map(|beat| &beat.lit).collect();
        for sample in &self.samples {
            let anchors = sample::anchors(sample);
            for name in lit.iter().filter(|name| !anchors.contains(name.value.as_str())) {
                let message = format!("the {} sample has no anchor \"{}\"", sample.label, name.value);
                let help = suggest(&name.value, anchors.iter().copied(), "mark the lines with ANCHOR: and ANCHOR_END:");
                problems.push(Problem::on(name.line, self.manifest_file(), message, help));
            }
            for anchor in anchors.iter().filter(|anchor| lit.iter().all(|name| name.value != **anchor)) {
                let message = format!("no beat lights the anchor \"{anchor}\" of the {} sample", sample.label);
                let help =
                    suggest(anchor, lit.iter().map(|name| name.value.as_str()), "name it in a beat, or take it out");
                problems.push(Problem::of(self.manifest_file(), message, help));
            }
        }
    }

    /// Returns the number of its matrix's named outcomes, in any language.
    pub fn outcomes(&self) -> Option<usize> {
        let labels = |prose: &Prose| Labels::read(prose.section(MATRIX)?, self.manifest.matrix.as_ref()?).ok();
        self.prose.values().filter_map(labels).map(|labels| labels.outcomes.len()).min()
    }

    /// Returns the pack for a language.
    pub fn lesson(&self, language: &str, guides: &Guides) -> pack::Lesson {
        let prose = self.prose.get(language).expect("`check` saw to it that there is prose in every language");
        let beats =
            self.manifest.beats.iter().zip(&prose.sections).enumerate().map(|(index, (beat, section))| pack::Beat {
                mark: beat.mark.value.clone(),
                heading: section.heading.clone(),
                html: section.html.clone(),
                anchors: values(&beat.lit),
                guides: beat.guides.iter().filter_map(|name| guides.link(&name.value, language)).collect(),
                question: beat.question.as_ref().map(|question| pack::Question {
                    html: aside(section),
                    ask: question.ask.value.clone(),
                    of: values(&question.of),
                    at_most: question.at_most.unwrap_or_default(),
                    until: self.manifest.until(index).map(str::to_owned),
                    reasons: reasons(section),
                }),
            });
        let matrix = self.manifest.matrix.as_ref().zip(prose.section(MATRIX)).map(|(matrix, section)| {
            let Labels { axes, outcomes } =
                Labels::read(section, matrix).expect("`check` saw to it that every choice has a name");
            pack::Matrix {
                heading: section.heading.clone(),
                html: section.html.clone(),
                axes,
                cells: matrix.cells().iter().map(|cell| values(cell)).collect(),
                measure: matrix.measure.value.clone(),
                outcomes,
            }
        });
        let challenge = self.manifest.challenge.as_ref().zip(prose.section(CHALLENGE)).map(|(challenge, section)| {
            pack::Challenge {
                heading: section.heading.clone(),
                html: section.html.clone(),
                hint: aside(section),
                goals: values(&challenge.goals),
                solution: values(&challenge.solution),
            }
        });
        pack::Lesson {
            id: self.manifest.id.value.clone(),
            language: language.to_owned(),
            title: prose.title.clone(),
            summary: prose.summary.clone(),
            beats: beats.collect(),
            matrix,
            challenge,
        }
    }

    /// Returns the pack for all languages.
    pub fn code(&self) -> pack::Code {
        pack::Code { id: self.manifest.id.value.clone(), scenario: self.text.clone(), samples: self.samples.clone() }
    }
}

fn aside(section: &Section) -> String {
    section.aside.as_ref().map_or_else(String::new, |aside| aside.html.clone())
}

fn reasons(section: &Section) -> Vec<pack::Reason> {
    let given = section.aside.iter().flat_map(|aside| &aside.reasons);
    let one =
        |reason: &Reason, choice: &At<String>| pack::Reason { choice: choice.value.clone(), html: reason.html.clone() };
    given.flat_map(|reason| reason.choices.iter().map(|choice| one(reason, choice))).collect()
}

fn values(names: &[At<String>]) -> Vec<String> {
    names.iter().map(|name| name.value.clone()).collect()
}

/// Checks the rules across lessons: what must be unique and what must be common.
pub fn check_course(drafts: &[Draft], problems: &mut Vec<Problem>) {
    for (index, draft) in drafts.iter().enumerate() {
        let Manifest { id, order, .. } = &draft.manifest;
        if drafts[..index].iter().any(|other| other.manifest.id.value == id.value) {
            let message = format!("another lesson has the id \"{}\"", id.value);
            problems.push(Problem::on(id.line, draft.manifest_file(), message, "it stands in links: choose another"));
        }
        if drafts[..index].iter().any(|other| other.manifest.order.value == order.value) {
            let message = format!("another lesson is number {}", order.value);
            problems.push(Problem::on(order.line, draft.manifest_file(), message, "choose a number that is free"));
        }
    }
    let all: BTreeSet<&str> = drafts.iter().flat_map(|draft| &draft.samples).map(|sample| &*sample.language).collect();
    for draft in drafts {
        for language in all.iter().filter(|language| draft.samples.iter().all(|sample| sample.language != **language)) {
            let folder = draft.folder.name(&format!("code/{language}"));
            problems.push(Problem::of(folder, "is missing", "another lesson has samples in this language"));
        }
    }
}

fn read_scenario(folder: &Folder, problems: &mut Vec<Problem>) -> Option<(String, Scenario)> {
    let file = folder.name(SCENARIO);
    let Some(text) = folder.get(SCENARIO) else {
        problems.push(Problem::of(file, "is missing", "docs/scenario-language.md says what it may contain"));
        return None;
    };
    match Scenario::parse(text) {
        Ok(scenario) => Some((text.to_owned(), scenario)),
        Err(diagnostics) => {
            problems.extend(diagnostics.into_iter().map(|found| {
                let message = format!("column {}: {}", found.column, found.message);
                Problem::on(found.line, &file, message, found.help)
            }));
            None
        }
    }
}

fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    nearest(name, &known).map_or_else(|| otherwise.to_owned(), |close| format!("did you mean \"{close}\"?"))
}
