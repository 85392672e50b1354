//! Parses the command line: command, columns and options.

use warren_spelling::nearest;

use crate::error::CtlError;
use crate::listing::Listing;

/// The words allowed before the command.
pub(crate) const PROGRAM: &[&str] = &["sudo", "rabbitmqctl"];

/// The short spellings of options.
pub(crate) const SHORT: &[&str] = &["-q", "-s", "-p"];

/// The long spellings of all options.
pub(crate) const OPTIONS: &[&str] = &["--quiet", "--silent", "--no-table-headers", "--vhost"];

/// A command line that can be run.
pub(crate) struct Request {
    pub(crate) listing: Listing,
    /// The requested columns, in order; all of them exist.
    pub(crate) columns: Vec<&'static str>,
    pub(crate) banner: bool,
    pub(crate) headers: bool,
}

impl Request {
    pub(crate) fn parse(line: &str) -> Result<Self, CtlError> {
        let mut words = line.split_whitespace().peekable();
        while words.next_if(|word| PROGRAM.contains(word)).is_some() {}
        let command = words.next().unwrap_or_default();
        let Some(listing) = Listing::find(command) else { return Err(unknown_command(command)) };
        let (mut asked, mut banner, mut headers) = (Vec::new(), true, true);
        while let Some(word) = words.next() {
            match word {
                "-q" | "--quiet" => banner = false,
                "-s" | "--silent" => (banner, headers) = (false, false),
                "--no-table-headers" => headers = false,
                "-p" | "--vhost" => match words.next() {
                    Some("/") => {}
                    Some(other) => return Err(CtlError::NoSuchVhost(other.to_owned())),
                    None => return Err(bad_option(listing, word)),
                },
                option if option.starts_with('-') => return Err(bad_option(listing, option)),
                columns => asked.extend(columns.split(',').filter(|column| !column.is_empty())),
            }
        }
        let columns = if asked.is_empty() { listing.defaults().to_vec() } else { known_columns(listing, &asked)? };
        Ok(Self { listing, columns, banner, headers })
    }
}

/// Returns the listing's own names of the requested columns.
fn known_columns(listing: Listing, asked: &[&str]) -> Result<Vec<&'static str>, CtlError> {
    let (command, known) = (listing.command(), listing.columns());
    let mut columns = Vec::with_capacity(asked.len());
    let (mut unknown, mut not_simulated) = (Vec::new(), Vec::new());
    for &column in asked {
        match known.iter().find(|&&name| name == column) {
            Some(name) => columns.push(*name),
            None if listing.not_simulated().contains(&column) => not_simulated.push(column.to_owned()),
            None => unknown.push(column.to_owned()),
        }
    }
    if !unknown.is_empty() {
        return Err(CtlError::UnknownColumns { command, columns: unknown, known });
    }
    if !not_simulated.is_empty() {
        return Err(CtlError::NotSimulated { command, columns: not_simulated, known });
    }
    Ok(columns)
}

fn unknown_command(command: &str) -> CtlError {
    let known = crate::commands();
    let suggestion = nearest(command, &known);
    CtlError::UnknownCommand { command: command.to_owned(), suggestion, known }
}

fn bad_option(listing: Listing, option: &str) -> CtlError {
    CtlError::BadOption { command: listing.command(), option: option.to_owned() }
}
