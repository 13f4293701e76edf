//! Makes up orders: the few bytes that are kept of each, and the whole order when it is asked for.

use std::sync::Arc;

use super::customers::home;
use super::order_head::{OrderHead, Shape};
use super::shop::{Customer, Product, Shop};
use super::variants::{choices, option_ids, own_price, variant_sku};
use super::words::{BRANDS, COMPANIES, FIRST, LAST, PAYMENTS, PLACES, STATUS_WEIGHTS};
use crate::orders::Orders;
use crate::orders::order::{Choice, Consignment, Coupon, Fee, Item, Order, Person, Text, Way};
use crate::random::Random;
use crate::rows::Cell;
use crate::time::{DAY, TODAY};

/// The lines of an order that is larger than what `include` brings along.
const LARGE: u16 = 60;

/// The dates of orders lie within two years.
const PERIOD: i64 = 730 * DAY;

/// Makes all heads, and counts what was sold.
pub(crate) fn heads(shop: &mut Shop, count: usize, large: usize) -> Vec<OrderHead> {
    if shop.products.is_empty() {
        return Vec::new();
    }
    let mut heads = Vec::with_capacity(count);
    let mut first_item = 1;
    for index in 0..count {
        let is_large = large > 0 && index * large / count != (index + 1) * large / count;
        let mut head = head(shop, index, count, first_item, is_large);
        let order = order(shop, index, &head);
        let totals = order.totals();
        head.total = totals.total + totals.total_tax;
        if head.status != 0 {
            for item in order.items.iter().filter(|item| item.product_id > 0) {
                if let Some(index) = shop.product_ids.index(item.product_id) {
                    shop.sold[index] += item.quantity;
                }
            }
        }
        first_item += i64::from(head.lines);
        heads.push(head);
    }
    heads
}

fn head(shop: &Shop, index: usize, count: usize, first_item: i64, large: bool) -> OrderHead {
    let mut random = Random::at(shop.seed, "order", index);
    // Evenly over the period, with some hours of scatter, so that ids and dates mostly agree as in a real shop.
    let step = PERIOD / count.max(1) as i64;
    let created = TODAY - PERIOD + index as i64 * step + random.between(0, step.max(1) / 2);
    let status = random.weighted(&STATUS_WEIGHTS) as u8;
    let guest = shop.customers.is_empty() || random.percent(22);
    let has_downloads = shop.products.iter().take(40).any(Product::digital);
    let shape = match random.below(100) {
        _ if large => Shape::Plain,
        0..=4 => Shape::Split,
        5..=8 => Shape::Pickup,
        9..=11 if has_downloads => Shape::Download,
        12 => Shape::Gift,
        _ => Shape::Plain,
    };
    let lines = match shape {
        _ if large => LARGE,
        Shape::Gift => 1,
        Shape::Split => 2 + random.below(3) as u16,
        _ => 1 + random.weighted(&[38, 27, 17, 10, 5, 3]) as u16,
    };
    OrderHead {
        created,
        modified: (created + random.between(600, 20 * DAY)).min(TODAY),
        total: 0,
        customer_id: if guest {
            0
        } else {
            shop.customers[random.below(shop.customers.len())].id
        },
        first_item,
        lines,
        status,
        channel: 1 + random.weighted(&[75, 18, 7]) as u8,
        payment: random.weighted(&[55, 30, 8, 2, 5]) as u8,
        shape,
    }
}

/// Makes the whole order.
pub(crate) fn order(shop: &Shop, index: usize, head: &OrderHead) -> Order {
    let mut random = Random::at(shop.seed, "order body", index);
    let id = shop.order_ids.id(index);
    let customer = match head.customer_id {
        0 => None,
        id => shop
            .customer_ids
            .index(id)
            .and_then(|index| shop.customers.get(index)),
    };
    let (billing, tax, code) = person(customer, &mut random, id);
    let consignments = consignments(head, &billing, &mut random, id);
    let mut items: Vec<Item> = (0..head.lines)
        .map(|line| item(shop, head, consignments.len(), line, &mut random))
        .collect();
    settle(&mut items, head.status);
    let coupon = coupon(&mut items, id, head);
    let (payment, gateway) = PAYMENTS[usize::from(head.payment)];
    Order {
        id,
        customer_id: head.customer_id,
        status_id: i64::from(head.status),
        created: head.created,
        modified: head.modified,
        shipped: matches!(head.status, 2 | 3 | 10)
            .then(|| (head.created + 2 * DAY).min(head.modified)),
        channel_id: i64::from(head.channel),
        payment: payment.into(),
        gateway: gateway.into(),
        currency: "USD".into(),
        locale: ["en", "de", "fr"][random.below(3)].into(),
        cart_id: cart_id(shop, index, head).unwrap_or_default().into(),
        message: if id % 14 == 0 {
            "Bitte als Geschenk verpacken 🎁"
        } else {
            ""
        }
        .into(),
        staff_notes: if id % 21 == 0 {
            "Called; wants \"no plastic\"."
        } else {
            ""
        }
        .into(),
        ip: format!("198.51.100.{}", id % 250 + 1).into(),
        external_order_id: if head.channel == EXTERNAL {
            format!("MP-{:06}", id * 7)
        } else {
            String::new()
        }
        .into(),
        is_deleted: false,
        source: ["www", "www", "buybutton", "external"][usize::from(head.channel)].into(),
        billing,
        consignments,
        items,
        coupon,
        fees: fees(id),
        shipments: None,
        discount: 0,
        tax,
        tax_name: format!("Tax {code}").into(),
        overrides: serde_json::Map::new(),
    }
}

/// The channel whose orders come from elsewhere, and from no cart.
const EXTERNAL: u8 = 3;

/// The cart that an order came from.
pub(crate) fn cart_id(shop: &Shop, index: usize, head: &OrderHead) -> Option<String> {
    (head.channel != EXTERNAL).then(|| Random::at(shop.seed, "cart", index).uuid())
}

/// The billing address: the customer's home, or that of a made-up guest.
fn person(
    customer: Option<&Customer>,
    random: &mut Random,
    id: i64,
) -> (Person, i64, &'static str) {
    let (first, last, company, phone, email, place, number) = match customer {
        Some(customer) => {
            let (place, number) = home(customer, 0);
            let (first, last) = (customer.first_name(), customer.last_name());
            (
                first,
                last,
                customer.company(),
                customer.phone(),
                customer.email(),
                place,
                number,
            )
        }
        None => {
            let (first, last) = (random.pick(&FIRST), random.pick(&LAST));
            let company = if random.percent(5) {
                *random.pick(&COMPANIES)
            } else {
                ""
            };
            let email = format!("{}.{}.guest{id}@example.net", first.1, last.1);
            (
                first.0,
                last.0,
                company,
                format!("+49 30 5550{:04}", id % 10_000),
                email,
                random.pick(&PLACES),
                id % 90 + 1,
            )
        }
    };
    let person = Person {
        first_name: first.into(),
        last_name: last.into(),
        company: company.into(),
        street: format!("{} {number}", place.street).into(),
        city: place.city.into(),
        state: place.state.into(),
        zip: place.zip.into(),
        country: place.country.into(),
        code: place.code.into(),
        phone: phone.into(),
        email: email.into(),
    };
    (person, place.tax, place.code)
}

fn consignments(
    head: &OrderHead,
    billing: &Person,
    random: &mut Random,
    id: i64,
) -> Vec<Consignment> {
    let make = |id: i64, way: Way, cost: i64, method: &'static str| Consignment {
        id,
        way,
        person: billing.clone(),
        cost,
        method: method.into(),
        overrides: serde_json::Map::new(),
    };
    let (cost, method) = *random.pick(&[
        (69_500, "Standard"),
        (129_000, "Express"),
        (0, "Free Shipping"),
    ]);
    match head.shape {
        Shape::Plain => vec![make(id * 2, Way::Shipping, cost, method)],
        Shape::Split => {
            let mut second = make(id * 2 + 1, Way::Shipping, 69_500, "Standard");
            let (place, name) = (random.pick(&PLACES), random.pick(&FIRST));
            second.person.first_name = Text::Borrowed(name.0);
            second.person.street = format!("{} {}", place.street, id % 40 + 1).into();
            second.person.city = place.city.into();
            second.person.state = place.state.into();
            second.person.zip = place.zip.into();
            second.person.country = place.country.into();
            second.person.code = place.code.into();
            vec![make(id * 2, Way::Shipping, cost, method), second]
        }
        Shape::Pickup => vec![make(id * 2, Way::Pickup, 0, "")],
        Shape::Download => vec![make(0, Way::Download, 0, "")],
        Shape::Gift => vec![make(0, Way::Email, 0, "")],
    }
}

fn item(
    shop: &Shop,
    head: &OrderHead,
    consignments: usize,
    line: u16,
    random: &mut Random,
) -> Item {
    let id = head.first_item + i64::from(line);
    let consignment = usize::from(line) % consignments.max(1);
    if head.shape == Shape::Gift {
        return Item {
            id,
            name: "Gift Certificate – Geschenkgutschein".into(),
            kind: "giftcertificate".into(),
            price: *random.pick(&[250_000, 500_000, 1_000_000]),
            quantity: 1,
            price_with_tax: None,
            ..Item::default()
        };
    }
    let product = wanted_product(shop, head.shape == Shape::Download, random);
    let position = random.below(usize::from(product.variants)) as u8;
    let chosen =
        choices(product, position)
            .into_iter()
            .enumerate()
            .map(|(option, (name, value))| {
                let (option_id, value_id) = option_ids(product, option, value);
                Choice {
                    option_id,
                    value_id,
                    name,
                    value,
                }
            });
    Item {
        id,
        product_id: product.id,
        variant_id: product.first_variant + i64::from(position),
        name: product.name().into(),
        sku: variant_sku(product, position).into(),
        upc: if product.variants == 1 {
            product.upc()
        } else {
            String::new()
        }
        .into(),
        brand: brand(product).into(),
        bin: "".into(),
        kind: if product.digital() {
            "digital"
        } else {
            "physical"
        }
        .into(),
        price: own_price(product, position).unwrap_or_else(|| product.calculated()),
        cost: product.price * 55 / 100,
        quantity: 1 + random.weighted(&[70, 18, 7, 3, 2]) as i64,
        grams: product.grams(),
        options: chosen.collect(),
        consignment,
        ..Item::default()
    }
}

/// Some product, of the right kind; downloads are looked for from a random place on.
fn wanted_product<'a>(shop: &'a Shop, digital: bool, random: &mut Random) -> &'a Product {
    let start = random.below(shop.products.len());
    let wanted = |product: &&Product| product.digital() == digital;
    let found = shop.products[start..].iter().find(wanted);
    found
        .or_else(|| shop.products.iter().find(wanted))
        .unwrap_or(&shop.products[start])
}

fn brand(product: &Product) -> &'static str {
    match product.brand {
        0 => "",
        brand => BRANDS[(brand - 1) as usize],
    }
}

/// What the order's status says of its lines.
fn settle(items: &mut [Item], status: u8) {
    let count = items.len();
    for (position, item) in items.iter_mut().enumerate() {
        item.shipped = match status {
            2 | 10 => item.quantity,
            3 if position == 0 && count > 1 => item.quantity,
            _ => 0,
        };
        item.refunded = match status {
            4 => item.quantity,
            14 if position == 0 => 1,
            _ => 0,
        };
    }
}

/// One order in eleven was placed with a coupon: ten percent off, spread over its lines.
fn coupon(items: &mut [Item], id: i64, head: &OrderHead) -> Option<Coupon> {
    if id % 11 != 3 || head.shape == Shape::Gift {
        return None;
    }
    let coupon_id = 1 + id % 3;
    let code: Text = format!("TEA{coupon_id}0").into();
    let mut discount = 0;
    for item in items.iter_mut() {
        item.discount = item.total() / 10 / 100 * 100;
        item.coupon_id = coupon_id;
        item.code = code.clone();
        discount += item.discount;
    }
    Some(Coupon {
        id: coupon_id,
        code,
        amount: 100_000,
        kind: 1,
        discount,
    })
}

/// The orders of the shop.
pub(crate) struct MadeUpOrders(pub(crate) Arc<Shop>);

impl Orders for MadeUpOrders {
    fn len(&self) -> usize {
        self.0.orders.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let head = &self.0.orders[index];
        match field {
            "id" => Cell::Int(self.0.order_ids.id(index)),
            "customer_id" => Cell::Int(head.customer_id),
            "status_id" => Cell::Int(i64::from(head.status)),
            "channel_id" => Cell::Int(i64::from(head.channel)),
            "date_created" => Cell::Int(head.created),
            "date_modified" => Cell::Int(head.modified),
            "total_inc_tax" => Cell::money(head.total),
            "payment_method" => Cell::text(PAYMENTS[usize::from(head.payment)].0),
            "cart_id" => {
                cart_id(&self.0, index, head).map_or(Cell::Null, |id| Cell::Text(id.into()))
            }
            "email" => Cell::Text(self.order(index).billing.email),
            "external_order_id" => Cell::Text(self.order(index).external_order_id),
            _ => Cell::Null,
        }
    }

    fn order(&self, index: usize) -> Order {
        order(&self.0, index, &self.0.orders[index])
    }

    fn position(&self, id: i64) -> Option<usize> {
        self.0
            .order_ids
            .index(id)
            .filter(|index| *index < self.len())
    }
}

/// Every thirty-third order has a fee.
fn fees(order: i64) -> Vec<Fee> {
    let deposit = Fee {
        id: order,
        cost: 35_000,
        shown: "Bottle deposit".into(),
        merchant: "Pfand".into(),
        source: "AA".into(),
        ..Fee::default()
    };
    (order % 33 == 0).then_some(deposit).into_iter().collect()
}
