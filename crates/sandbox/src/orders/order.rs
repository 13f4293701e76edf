//! One order as a whole: customer, lines, addresses and the sums that follow. Made-up orders and those of a data folder become this
//! before they are written, so that totals, counts and consignments are computed in one place.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Text that is often the program's own.
pub(crate) type Text = Cow<'static, str>;

/// The fixed order statuses, by id.
pub(crate) const STATUSES: [&str; 15] = [
    "Incomplete",
    "Pending",
    "Shipped",
    "Partially Shipped",
    "Refunded",
    "Cancelled",
    "Declined",
    "Awaiting Payment",
    "Awaiting Pickup",
    "Awaiting Shipment",
    "Completed",
    "Awaiting Fulfillment",
    "Manual Verification Required",
    "Disputed",
    "Partially Refunded",
];

/// An order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) customer_id: i64,
    pub(crate) status_id: i64,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) shipped: Option<i64>,
    pub(crate) channel_id: i64,
    pub(crate) payment: Text,
    pub(crate) gateway: Text,
    pub(crate) currency: Text,
    pub(crate) locale: Text,
    pub(crate) cart_id: Text,
    pub(crate) message: Text,
    pub(crate) staff_notes: Text,
    pub(crate) ip: Text,
    pub(crate) external_order_id: Text,
    pub(crate) source: Text,
    /// Archived: lists hide it.
    pub(crate) is_deleted: bool,
    pub(crate) billing: Person,
    pub(crate) consignments: Vec<Consignment>,
    pub(crate) items: Vec<Item>,
    pub(crate) coupon: Option<Coupon>,
    pub(crate) fees: Vec<Fee>,
    /// The shipments, where a request wrote one; else they follow from what the lines say is shipped.
    pub(crate) shipments: Option<Vec<Value>>,
    /// The discount without that of the coupon.
    pub(crate) discount: i64,
    /// The tax where it goes, in ten-thousandths of the price.
    pub(crate) tax: i64,
    pub(crate) tax_name: Text,
    /// Fields of a data folder's line. They replace what is computed here.
    pub(crate) overrides: Map<String, Value>,
}

/// A person with an address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    pub(crate) first_name: Text,
    pub(crate) last_name: Text,
    pub(crate) company: Text,
    pub(crate) street: Text,
    pub(crate) city: Text,
    pub(crate) state: Text,
    pub(crate) zip: Text,
    pub(crate) country: Text,
    pub(crate) code: Text,
    pub(crate) phone: Text,
    pub(crate) email: Text,
}

/// How a part of an order reaches the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Shipping,
    Pickup,
    Download,
    Email,
}

/// A part of an order that travels together.
#[derive(Clone, Debug)]
pub(crate) struct Consignment {
    /// Id of the shipping address or the pickup; 0 for what is not sent.
    pub(crate) id: i64,
    pub(crate) way: Way,
    pub(crate) person: Person,
    /// Cost of the way, without tax.
    pub(crate) cost: i64,
    pub(crate) method: Text,
    /// A data folder's line for this address.
    pub(crate) overrides: Map<String, Value>,
}

/// One line of an order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) product_id: i64,
    pub(crate) variant_id: i64,
    pub(crate) name: Text,
    pub(crate) sku: Text,
    pub(crate) upc: Text,
    pub(crate) brand: Text,
    pub(crate) bin: Text,
    pub(crate) kind: Text,
    /// Price of one, without tax.
    pub(crate) price: i64,
    /// Price of one with tax, where a data folder gives it.
    pub(crate) price_with_tax: Option<i64>,
    /// Price of all without and with tax, where a data folder gives them.
    pub(crate) sums: Option<(i64, i64)>,
    pub(crate) cost: i64,
    pub(crate) quantity: i64,
    pub(crate) shipped: i64,
    pub(crate) refunded: i64,
    pub(crate) discount: i64,
    pub(crate) coupon_id: i64,
    pub(crate) code: Text,
    pub(crate) grams: i64,
    pub(crate) options: Vec<Choice>,
    /// Position among the order's consignments.
    pub(crate) consignment: usize,
    /// Fields of a data folder's line. They replace what is computed here.
    pub(crate) overrides: Map<String, Value>,
}

/// An option's choice.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) option_id: i64,
    pub(crate) value_id: i64,
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
}

/// A fee.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fee {
    pub(crate) id: i64,
    /// Without tax.
    pub(crate) cost: i64,
    /// With tax, where it was given.
    pub(crate) cost_with_tax: Option<i64>,
    pub(crate) shown: Text,
    pub(crate) merchant: Text,
    pub(crate) source: Text,
}

impl Fee {
    /// With tax.
    pub(crate) fn cost_inc(&self, rate: i64) -> i64 {
        self.cost_with_tax
            .unwrap_or_else(|| self.cost + tax_on(self.cost, rate))
    }
}

/// A coupon that was used.
#[derive(Clone, Debug)]
pub(crate) struct Coupon {
    pub(crate) id: i64,
    pub(crate) code: Text,
    /// The coupon's own figure: percent or money.
    pub(crate) amount: i64,
    /// Its kind by number.
    pub(crate) kind: i64,
    /// What it took off the order.
    pub(crate) discount: i64,
}

/// The sums of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) subtotal: i64,
    pub(crate) subtotal_tax: i64,
    pub(crate) shipping: i64,
    pub(crate) shipping_tax: i64,
    pub(crate) fee: i64,
    pub(crate) fee_tax: i64,
    pub(crate) coupon: i64,
    pub(crate) total: i64,
    pub(crate) total_tax: i64,
    pub(crate) items: i64,
    pub(crate) shipped: i64,
}

/// The tax on an amount, rounded half away from zero.
pub(crate) fn tax_on(amount: i64, rate: i64) -> i64 {
    let scaled = i128::from(amount) * i128::from(rate);
    let half = if scaled < 0 { -5_000 } else { 5_000 };
    i64::try_from((scaled + half) / 10_000).unwrap_or_default()
}

impl Item {
    /// Price of one with tax.
    pub(crate) fn price_inc(&self, rate: i64) -> i64 {
        self.price_with_tax
            .unwrap_or_else(|| self.price + tax_on(self.price, rate))
    }

    /// Price of all, without tax.
    pub(crate) fn total(&self) -> i64 {
        let made = self.price.saturating_mul(self.quantity);
        self.sums.map_or(made, |sums| sums.0)
    }

    /// Price of all with tax.
    pub(crate) fn total_inc(&self, rate: i64) -> i64 {
        let made = self.price_inc(rate).saturating_mul(self.quantity);
        self.sums.map_or(made, |sums| sums.1)
    }
}

impl Order {
    /// Adds the order up.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for item in &self.items {
            totals.subtotal += item.total();
            totals.subtotal_tax += item.total_inc(self.tax) - item.total();
            totals.items += item.quantity;
            totals.shipped += item.shipped;
        }
        for consignment in &self.consignments {
            totals.shipping += consignment.cost;
            totals.shipping_tax += tax_on(consignment.cost, self.tax);
        }
        for fee in &self.fees {
            totals.fee += fee.cost;
            totals.fee_tax += fee.cost_inc(self.tax) - fee.cost;
        }
        totals.coupon = self.coupon.as_ref().map_or(0, |coupon| coupon.discount);
        totals.total =
            totals.subtotal + totals.shipping + totals.fee - totals.coupon - self.discount;
        totals.total_tax = totals.subtotal_tax + totals.shipping_tax + totals.fee_tax;
        totals
    }

    /// Whether nothing of it is sent or fetched.
    pub(crate) fn digital(&self) -> bool {
        !self
            .consignments
            .iter()
            .any(|consignment| matches!(consignment.way, Way::Shipping | Way::Pickup))
    }

    /// The items of a consignment.
    pub(crate) fn items_of(&self, position: usize) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| item.consignment == position)
    }

    /// How many addresses it is shipped to.
    pub(crate) fn shipping_addresses(&self) -> impl Iterator<Item = (usize, &Consignment)> {
        self.consignments
            .iter()
            .enumerate()
            .filter(|(_, consignment)| consignment.way == Way::Shipping)
    }

    /// What the API calls the state of the payment.
    pub(crate) fn payment_status(&self) -> &'static str {
        match self.status_id {
            0 => "",
            1 | 7 | 12 => "authorized",
            4 => "refunded",
            5 => "void",
            6 => "declined",
            14 => "partially refunded",
            _ => "captured",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_add_up_with_negative_quantities() {
        let item = |price: i64, quantity: i64| Item {
            price,
            quantity,
            ..Item::default()
        };
        let order = Order {
            items: vec![item(100_000, 3), item(50_000, -1)],
            tax: 1_000,
            fees: vec![Fee {
                cost: 10_000,
                ..Fee::default()
            }],
            ..Order::default()
        };
        let totals = order.totals();
        assert_eq!(
            (totals.subtotal, totals.subtotal_tax, totals.items),
            (250_000, 25_000, 2)
        );
        assert_eq!((totals.total, totals.total_tax), (260_000, 26_000));
        assert_eq!(tax_on(-5, 1_000), -1);
    }
}
