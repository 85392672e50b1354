//! The commands and listings in the prose, against what `rabbitmqctl` prints at that beat.

use warren_lessons::bundled::lessons;

use crate::run::Run;

#[test]
fn rabbitmqctl_prints_what_the_prose_says() {
    for lesson in lessons() {
        let mut run = Run::of(lesson);
        for (language, prose) in &lesson.prose {
            for section in &prose.sections {
                let overview = run.after(&section.name.value);
                let broker = overview.broker_up.then_some(&overview.broker);
                let print = |command: &str| {
                    warren_ctl::run(command, broker)
                        .unwrap_or_else(|error| panic!("{}: {language}: {command}: {error}", section.name.value))
                };
                for line in code(&section.html).flat_map(str::lines) {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    if words.first() == Some(&"rabbitmqctl") {
                        print(line);
                    } else if words.len() == 3 && words[1..].iter().all(|word| word.parse::<u64>().is_ok()) {
                        let printed = print("list_queues --silent name messages_ready messages_unacknowledged");
                        let rows = printed.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
                        assert!(rows.into_iter().any(|row| row == words), "{language}: {line} is not in\n{printed}");
                    }
                }
            }
        }
    }
}

/// What stands between `<code>` and `</code>`.
fn code(html: &str) -> impl Iterator<Item = &str> {
    html.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next())
}
