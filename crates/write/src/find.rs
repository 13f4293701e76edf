//! Finds rows of the store by values of their columns, as JSON text: before a PUT that carries more than it changes, and behind a
//! request whose answer was lost or does not give the key.
//!
//! What the list filters by is a help only; each row is held against all the values.

use indexmap::IndexMap;
use storeql_catalog::{Column, Listing, Operator, Paging, Table};
use storeql_client::{Client, Error, ErrorKind, Meter, Page, Request};

use crate::address::{Filling, Named, column_of, text_of};
use crate::plan::path_of;
use crate::raw;
use crate::same::answers;
use crate::value::Value;

/// What a row is looked for by: columns and values.
pub(crate) type Wanted = Vec<(String, Value)>;

/// Keys that a list in an address has at most, and their characters: the whole stays below 2,000.
const MOST_IN_LIST: usize = 250;
const LONGEST_LIST: usize = 1_500;
/// Requests with one key each, before the whole list is read instead.
const MOST_SINGLE: usize = 25;
/// Pages that are read at most for one lookup.
const MOST_PAGES: u32 = 1_000;

/// Reads rows of one table.
pub(crate) struct Finder<'a> {
    pub(crate) client: &'a Client,
    pub(crate) meter: &'a Meter,
    pub(crate) table: &'a Table,
}

impl Finder<'_> {
    /// The rows that match each of `wanted`, as JSON texts. `columns` are those that the caller will look at.
    pub(crate) async fn find(
        &self,
        wanted: &[Wanted],
        columns: &[&Column],
    ) -> Result<Vec<Vec<String>>, Error> {
        let mut found: Vec<Vec<String>> = wanted.iter().map(|_| Vec::new()).collect();
        let mut groups: IndexMap<String, Vec<usize>> = IndexMap::new();
        let listing = self.listing()?;
        for (place, one) in wanted.iter().enumerate() {
            let path = self.path(listing, one)?;
            groups.entry(path).or_default().push(place);
        }
        for (path, places) in groups {
            let here: Vec<&Wanted> = places
                .iter()
                .filter_map(|place| wanted.get(*place))
                .collect();
            for request in self.requests(listing, &path, &here, columns) {
                for row in self.pages(listing, request).await? {
                    for place in &places {
                        let matches = wanted
                            .get(*place)
                            .is_some_and(|one| self.matches(&row, one));
                        if let Some(found) = found.get_mut(*place).filter(|_| matches) {
                            found.push(row.clone());
                        }
                    }
                }
            }
        }
        // Two requests may bring the same row.
        for rows in &mut found {
            rows.dedup();
        }
        Ok(found)
    }

    /// All rows of the list below what `filling` names.
    pub(crate) async fn below(
        &self,
        wanted: &Wanted,
        columns: &[&Column],
    ) -> Result<Vec<String>, Error> {
        let listing = self.listing()?;
        let path = self.path(listing, wanted)?;
        let request = self.request(listing, &path, columns);
        self.pages(listing, request).await
    }

    fn listing(&self) -> Result<&Listing, Error> {
        let below = self.table.per_parent.as_ref();
        let below = below.map(|parent| &parent.listing);
        self.table.list.as_ref().or(below).ok_or_else(|| {
            let message = format!("the store has no list of {} to look in", self.table.name);
            Error::new(ErrorKind::Configuration, message)
        })
    }

    fn path(&self, listing: &Listing, wanted: &Wanted) -> Result<String, Error> {
        let (columns, values): (Vec<String>, Vec<Value>) = wanted.iter().cloned().unzip();
        let named = Named {
            columns: &columns,
            values: &values,
        };
        let filling = Filling::of(self.table, &listing.path, named, 0)
            .map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
        Ok(path_of(&listing.path, &filling))
    }

    fn request(&self, listing: &Listing, path: &str, columns: &[&Column]) -> Request {
        let mut request = Request::get(self.table.api.segment(), path);
        for (name, value) in &listing.query {
            request = request.with(name, value);
        }
        let mut includes: Vec<&str> = Vec::new();
        for include in columns
            .iter()
            .filter_map(|column| column.include.as_deref())
        {
            includes.extend(
                include
                    .split(',')
                    .filter(|word| !includes.contains(word))
                    .collect::<Vec<_>>(),
            );
        }
        if !includes.is_empty() {
            request = request.with("include", includes.join(","));
        }
        if let Some(most) = listing.concurrency {
            request.cap = Some((listing.path.clone(), most));
        }
        request
    }

    /// The requests that bring the rows: by lists of one column's values, by single values, or all.
    fn requests(
        &self,
        listing: &Listing,
        path: &str,
        wanted: &[&Wanted],
        columns: &[&Column],
    ) -> Vec<Request> {
        let plain = self.request(listing, path, columns);
        let names: Vec<&String> = wanted
            .first()
            .map(|one| one.iter().map(|(name, _)| name).collect())
            .unwrap_or_default();
        let filters = |name: &&&String, operator| {
            let column = self.table.columns.get(**name)?;
            column.filters.get(&operator).cloned()
        };
        let texts = |name: &str| -> Option<Vec<String>> {
            let text = |one: &&Wanted| {
                let (_, value) = one.iter().find(|(column, _)| column == name)?;
                text_of(value).filter(|text| !text.is_empty() && !text.contains(','))
            };
            wanted.iter().map(text).collect()
        };
        for name in &names {
            let parameter = filters(&name, Operator::In);
            if let (Some(parameter), Some(mut texts)) = (parameter, texts(name)) {
                texts.dedup();
                let longest = texts.iter().map(|text| text.len() + 1).max().unwrap_or(1);
                let most = (LONGEST_LIST / longest).clamp(1, MOST_IN_LIST);
                let parts = texts.chunks(most);
                return parts
                    .map(|part| plain.clone().with(&parameter, part.join(",")))
                    .collect();
            }
        }
        for name in names.iter().filter(|_| wanted.len() <= MOST_SINGLE) {
            let parameter = filters(&name, Operator::Equal);
            if let (Some(parameter), Some(texts)) = (parameter, texts(name)) {
                let one = |text: &String| plain.clone().with(&parameter, text);
                return texts.iter().map(one).collect();
            }
        }
        vec![plain]
    }

    /// The rows of all pages.
    async fn pages(&self, listing: &Listing, request: Request) -> Result<Vec<String>, Error> {
        let request = match listing.takes_limit()
            && !matches!(listing.paging, Paging::Whole | Paging::Single)
        {
            true => request.with("limit", listing.max_page.to_string()),
            false => request,
        };
        let mut rows = Vec::new();
        let mut after: Option<String> = None;
        for number in 1..=MOST_PAGES {
            let asked = match (&after, listing.paging) {
                (Some(after), _) => request.clone().with("after", after),
                (None, Paging::Page) => request.clone().with("page", number.to_string()),
                (None, Paging::AsTold) if number > 1 => {
                    request.clone().with("page", number.to_string())
                }
                (None, _) => request.clone(),
            };
            let page = self.client.page(&asked, self.meter).await?;
            let here = rows_of(&page, listing)?;
            let full = here.len();
            rows.extend(here);
            let last = rows.last();
            after = match listing.paging {
                Paging::Whole | Paging::Single => return Ok(rows),
                Paging::Cursor => page.info.end_cursor.clone(),
                Paging::AfterKey => last.and_then(|row| self.key_text(row)),
                Paging::Page | Paging::AsTold => None,
            };
            let told = page.info.total;
            let done = match listing.paging {
                Paging::Cursor => after.is_none() || full == 0,
                Paging::AsTold if told.is_none() => true,
                _ => full == 0 || told.is_some_and(|total| rows.len() as u64 >= total),
            };
            if done {
                return Ok(rows);
            }
        }
        let message = format!("the list has more than {MOST_PAGES} pages to look through");
        Err(Error::new(ErrorKind::TooLarge, message))
    }

    fn key_text(&self, row: &str) -> Option<String> {
        let key = self.table.key.first()?;
        let column = self.table.columns.get(key)?;
        raw::at(row, &column.path).and_then(raw::plain)
    }

    /// Whether the row has all the values. What it does not repeat, as it was asked for, it has.
    fn matches(&self, row: &str, wanted: &Wanted) -> bool {
        wanted.iter().all(|(name, value)| {
            let Some(column) = column_of(self.table, name) else {
                return false;
            };
            match raw::at(row, &column.path) {
                _ if column.from_parent => true,
                Some(text) => answers(text, value),
                None => column.required,
            }
        })
    }
}

/// The rows of a page, each as its text; an error where the answer is not the list, as an empty list says that rows are gone.
fn rows_of(page: &Page, listing: &Listing) -> Result<Vec<String>, Error> {
    if page.rows.is_empty() {
        return Ok(Vec::new());
    }
    let text = page
        .body
        .get(page.rows.clone())
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    // Some lists are answered bare where the official file has them in an object.
    let bare = |text: &&str| raw::elements(text).is_some();
    let rows =
        text.and_then(|text| raw::at(text, &listing.rows).or_else(|| Some(text).filter(bare)));
    let rows = rows.ok_or_else(|| {
        let message = format!("the store answered {} with no list of rows", listing.path);
        Error::new(ErrorKind::Protocol, message)
    })?;
    Ok(match raw::elements(rows) {
        Some(rows) => rows.into_iter().map(str::to_owned).collect(),
        None => vec![rows.to_owned()],
    })
}
