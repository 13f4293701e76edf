//! Orders of a data folder. There may be half a million lines, so their text is kept as it is; at the start only the members that
//! orders are filtered by are read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::files::File;
use crate::options::Error;
use crate::orders::Orders;
use crate::orders::from_lines as order_lines;
use crate::orders::order::{Order, STATUSES};
use crate::rows::Cell;
use crate::time;

/// Orders, their lines and addresses.
pub(crate) struct FolderOrders {
    heads: Vec<FolderOrderHead>,
    lines: Vec<Box<str>>,
    items: Vec<(i64, Box<str>)>,
    by_id: HashMap<i64, usize>,
    addresses: HashMap<i64, Vec<Map<String, Value>>>,
}

/// What orders are filtered by.
struct FolderOrderHead {
    id: i64,
    customer_id: i64,
    status_id: i64,
    channel_id: i64,
    created: i64,
    modified: i64,
    payment: Box<str>,
    cart_id: Box<str>,
    email: Box<str>,
    external_order_id: Box<str>,
    external_id: Box<str>,
    is_archived: bool,
    items: Range<u32>,
}

/// An id, also where it stands in quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id<'a> {
    Number(i64),
    Text(#[serde(borrow)] Cow<'a, str>),
    Other(serde::de::IgnoredAny),
}

impl Id<'_> {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            Self::Other(_) => None,
        }
    }
}

/// The parts of an order's line that are read at the start.
#[derive(Deserialize)]
struct OrderLine<'a> {
    #[serde(borrow)]
    id: Option<Id<'a>>,
    customer_id: Option<Id<'a>>,
    status_id: Option<Id<'a>>,
    status: Option<Cow<'a, str>>,
    channel_id: Option<Id<'a>>,
    date_created: Option<Cow<'a, str>>,
    date_modified: Option<Cow<'a, str>>,
    payment_method: Option<Cow<'a, str>>,
    cart_id: Option<Cow<'a, str>>,
    external_order_id: Option<Cow<'a, str>>,
    external_id: Option<Cow<'a, str>>,
    is_deleted: Option<bool>,
    billing_address: Option<Billing<'a>>,
}

#[derive(Deserialize)]
struct Billing<'a> {
    #[serde(borrow)]
    email: Option<Cow<'a, str>>,
}

/// The parts of a line's line that are read at the start.
#[derive(Deserialize)]
struct ItemLine<'a> {
    #[serde(borrow)]
    id: Option<Id<'a>>,
    order_id: Option<Id<'a>>,
}

impl FolderOrders {
    /// Reads the orders with their lines and addresses.
    pub(crate) fn new(
        orders: Option<File>,
        items: Option<File>,
        addresses: Option<File>,
    ) -> Result<Self, Error> {
        let mut read = Self {
            heads: Vec::new(),
            lines: Vec::new(),
            items: Vec::new(),
            by_id: HashMap::new(),
            addresses: HashMap::new(),
        };
        if let Some(file) = orders {
            read.read_orders(file)?;
        }
        if let Some(file) = items {
            read.read_items(file)?;
        }
        for line in addresses.iter().flat_map(File::lines) {
            let row: Map<String, Value> = line.object()?;
            let order = row.get("order_id").and_then(Value::as_i64);
            let order = order.filter(|id| read.by_id.contains_key(id));
            let order = order
                .ok_or_else(|| line.refuse("it has no order_id of an order in orders.ndjson"))?;
            read.addresses.entry(order).or_default().push(row);
        }
        Ok(read)
    }

    fn read_orders(&mut self, file: File) -> Result<(), Error> {
        let mut read = Vec::new();
        for line in file.lines() {
            let parts: OrderLine<'_> = line.parse()?;
            read.push((
                head(&parts, read.len() as i64 + 1),
                Box::<str>::from(line.text),
                line.number,
            ));
        }
        read.sort_by_key(|(head, _, _)| head.id);
        for (head, text, number) in read {
            if self.by_id.insert(head.id, self.heads.len()).is_some() {
                return Err(file.refuse(number, &format!("the order {} is there already", head.id)));
            }
            self.heads.push(head);
            self.lines.push(text);
        }
        Ok(())
    }

    fn read_items(&mut self, file: File) -> Result<(), Error> {
        let mut read = Vec::new();
        for (position, line) in file.lines().enumerate() {
            let parts: ItemLine<'_> = line.parse()?;
            let order = parts
                .order_id
                .as_ref()
                .and_then(Id::number)
                .and_then(|id| self.by_id.get(&id));
            let order = *order
                .ok_or_else(|| line.refuse("it has no order_id of an order in orders.ndjson"))?;
            let id = parts
                .id
                .as_ref()
                .and_then(Id::number)
                .unwrap_or(position as i64 + 1);
            read.push((order, id, Box::<str>::from(line.text)));
        }
        read.sort_by_key(|(order, _, _)| *order);
        for (position, (order, id, text)) in read.into_iter().enumerate() {
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            let items = &mut self.heads[order].items;
            *items = if items.start == items.end {
                position..position + 1
            } else {
                items.start..position + 1
            };
            self.items.push((id, text));
        }
        Ok(())
    }
}

fn head(line: &OrderLine<'_>, number: i64) -> FolderOrderHead {
    let id_of = |id: &Option<Id<'_>>| id.as_ref().and_then(Id::number);
    let text = |text: &Option<Cow<'_, str>>| Box::from(text.as_deref().unwrap_or_default());
    let moment = |text: &Option<Cow<'_, str>>| text.as_deref().and_then(time::parse);
    let named = || {
        STATUSES
            .iter()
            .position(|status| Some(*status) == line.status.as_deref())
            .map(|id| id as i64)
    };
    let created = moment(&line.date_created).unwrap_or(time::TODAY);
    FolderOrderHead {
        id: id_of(&line.id).unwrap_or(number),
        customer_id: id_of(&line.customer_id).unwrap_or_default(),
        // Pending, as the API makes an order without a status.
        status_id: id_of(&line.status_id).or_else(named).unwrap_or(1),
        channel_id: id_of(&line.channel_id).unwrap_or(1),
        created,
        modified: moment(&line.date_modified).unwrap_or(created),
        payment: text(&line.payment_method),
        cart_id: text(&line.cart_id),
        email: Box::from(
            line.billing_address
                .as_ref()
                .and_then(|billing| billing.email.as_deref())
                .unwrap_or_default(),
        ),
        external_order_id: text(&line.external_order_id),
        external_id: text(&line.external_id),
        is_archived: line.is_deleted.unwrap_or_default(),
        items: 0..0,
    }
}

impl Orders for FolderOrders {
    fn len(&self) -> usize {
        self.heads.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let head = &self.heads[index];
        match field {
            "id" => Cell::Int(head.id),
            "customer_id" => Cell::Int(head.customer_id),
            "status_id" => Cell::Int(head.status_id),
            "channel_id" => Cell::Int(head.channel_id),
            "date_created" => Cell::Int(head.created),
            "date_modified" => Cell::Int(head.modified),
            "payment_method" => Cell::text(&head.payment),
            "cart_id" => Cell::text(&head.cart_id),
            "email" => Cell::text(&head.email),
            "external_order_id" => Cell::text(&head.external_order_id),
            "external_id" if !head.external_id.is_empty() => Cell::text(&head.external_id),
            "total_inc_tax" => {
                let order = self.order(index);
                let totals = order.totals();
                let given = order
                    .overrides
                    .get("total_inc_tax")
                    .and_then(order_lines::money);
                Cell::money(given.unwrap_or(totals.total + totals.total_tax))
            }
            _ => Cell::Null,
        }
    }

    fn order(&self, index: usize) -> Order {
        let head = &self.heads[index];
        let given: Map<String, Value> =
            serde_json::from_str(&self.lines[index]).unwrap_or_default();
        let mut order = order_lines::order(
            given,
            self.addresses.get(&head.id).map_or(&[], Vec::as_slice),
        );
        order.id = head.id;
        order.customer_id = head.customer_id;
        order.status_id = head.status_id;
        order.channel_id = head.channel_id;
        order.created = head.created;
        order.modified = head.modified;
        let items = &self.items[head.items.start as usize..head.items.end as usize];
        for (id, text) in items {
            order_lines::add_item(
                &mut order,
                *id,
                serde_json::from_str(text).unwrap_or_default(),
            );
        }
        order_lines::settle(&mut order);
        order
    }

    fn position(&self, id: i64) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    fn is_archived(&self, index: usize) -> bool {
        self.heads[index].is_archived
    }
}
