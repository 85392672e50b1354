//! Writes a picture of a moment as SVG: `poster FILE.warren [POSITION] [dark] [WIDTHxHEIGHT] > picture.svg`. Without a
//! position it is the end of the run.

use std::process::ExitCode;
use std::rc::Rc;

use warren_drawing::svg::Theme;
use warren_simulator::text::Catalog;
use warren_simulator::{Scenario, Timeline};
use warren_view::stage::{Frame, Plan};

const USAGE: &str = "usage: poster FILE.warren [POSITION] [dark] [WIDTHxHEIGHT]";

fn main() -> ExitCode {
    match poster(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(svg) => {
            print!("{svg}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn poster(arguments: &[String]) -> Result<String, String> {
    let (file, options) = arguments.split_first().ok_or(USAGE)?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let scenario = Scenario::parse(&text)
        .map_err(|wrong| wrong.iter().map(|wrong| format!("{file}: {wrong}")).collect::<Vec<_>>().join("\n"))?;
    let mut timeline = Timeline::new(scenario);
    let (mut position, mut theme, mut size) = (timeline.len(), Theme::Light, (800.0, 480.0));
    for option in options {
        if option == "dark" {
            theme = Theme::Dark;
        } else if let Ok(wanted) = option.parse() {
            position = timeline.len().min(wanted);
        } else if let Some((width, height)) = option.split_once('x')
            && let (Ok(width), Ok(height)) = (width.parse(), height.parse())
        {
            size = (width, height);
        } else {
            return Err(format!("{option}: this is no option\n{USAGE}"));
        }
    }
    let texts = Catalog::parse(include_str!("../locales/en.json")).map_err(|error| error.to_string())?;
    let plan = Rc::new(Plan::of(timeline.moments()));
    timeline.seek(position);
    let moment = position.checked_sub(1).and_then(|at| timeline.moment(at)).cloned().map(Rc::new);
    let frame = Frame::of(&Rc::new(timeline.overview()), &plan, (position, moment.as_ref()), &texts);
    Ok(frame.svg(size, theme, &texts))
}
