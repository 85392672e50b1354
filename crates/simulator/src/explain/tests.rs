//! Tests of explanations: the catalogs against the existing phrases, and a handful of moments word for word.

mod catalogs;
mod moments;
mod stand;
