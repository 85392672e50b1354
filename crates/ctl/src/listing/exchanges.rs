//! `list_exchanges`

use warren_broker::overview::ExchangeView;

use crate::listing::Column;
use crate::terms::table;

pub(crate) const COLUMNS: &[Column<ExchangeView>] = &[
    ("name", |_, exchange| exchange.name.to_string()),
    ("type", |_, exchange| exchange.kind.to_string()),
    ("durable", |_, exchange| exchange.durable.to_string()),
    ("auto_delete", |_, exchange| exchange.auto_delete.to_string()),
    ("internal", |_, exchange| exchange.internal.to_string()),
    ("arguments", |_, exchange| table(&exchange.arguments)),
    // Policies are not simulated.
    ("policy", |_, _| String::new()),
];
