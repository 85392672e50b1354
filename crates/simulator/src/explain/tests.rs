//! Tests of what is told: the catalogs against the phrases there are, and a handful of moments word for word.

mod catalogs;
mod moments;
mod stand;
