//! The `chart` format: bars for labels and lines over time, drawn as text; a chart for each column of numbers, since each has a
//! unit of its own. Every axis has its zero, and a point in time stands at its time.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::symbols::Marker;
use ratatui::widgets::{Axis, Chart as Drawing, Dataset, GraphType, Widget};
use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::cells::shortened;
use super::figures::{Figures, Points, Series, Shape, round_end, tick};
use super::rows::Rows;
use super::times;
use crate::failure::Result;

/// Columns of a chart that goes to no terminal.
const WIDTH: usize = 80;
/// Lines of a line chart, of which two are its axis; the others are four equal steps of the number and its zero.
const HEIGHT: u16 = 15;
/// The same on a terminal of fewer lines than this.
const LOW: (usize, u16) = (20, 11);
/// Parts of a column, in which a bar ends.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Gathers the rows, since the axis is known when all have come.
pub(super) struct Chart<'a> {
    sink: &'a mut (dyn Write + Send),
    schema: SchemaRef,
    shape: Shape,
    layout: Layout,
    batches: Vec<RecordBatch>,
}

impl<'a> Chart<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        layout: Layout,
        sink: &'a mut (dyn Write + Send),
    ) -> Result<Self> {
        Ok(Self {
            shape: Shape::of(schema)?,
            sink,
            schema: SchemaRef::clone(schema),
            layout,
            batches: Vec::new(),
        })
    }
}

impl Rows for Chart<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        self.batches.push(batch.clone());
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let width = self.layout.width.unwrap_or(WIDTH);
        let height = match self.layout.height {
            Some(lines) if lines < LOW.0 => LOW.1,
            _ => HEIGHT,
        };
        let Figures { points, series } = self.shape.figures(&self.schema, &self.batches)?;
        for (at, series) in series.iter().enumerate() {
            if at > 0 {
                writeln!(self.sink)?;
            }
            writeln!(self.sink, "{}", series.name)?;
            match &points {
                Points::Names(names) => bars(self.sink, names, series, width)?,
                Points::Times(times) => line(self.sink, times, series, (width, height))?,
            }
        }
        Ok(())
    }
}

/// A bar for each label, its number behind it.
fn bars(
    sink: &mut (dyn Write + Send),
    names: &[String],
    series: &Series,
    width: usize,
) -> Result<()> {
    let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
    let label = widest(names).min(width / 3);
    let room = width
        .saturating_sub(label + widest(&series.exact) + 4)
        .max(10);
    let (low, high) = Figures::ends(series);
    // Columns for what is below zero, and above.
    let span = (high - low).max(f64::MIN_POSITIVE);
    let below = ((-low / span) * room as f64).ceil() as usize;
    let above = room - below;
    let scale = match (below, above) {
        (0, above) => above as f64 / high.max(f64::MIN_POSITIVE),
        (below, 0) => below as f64 / -low,
        (below, above) => (above as f64 / high.max(f64::MIN_POSITIVE)).min(below as f64 / -low),
    };
    for ((name, value), exact) in names.iter().zip(&series.values).zip(&series.exact) {
        let name = shortened(name, label);
        let padding = " ".repeat(label - name.width());
        let value = value.unwrap_or(0.0);
        let eighths = (value.abs() * scale * 8.0).round() as usize;
        let (left, right) = match value < 0.0 {
            // Towards the left there are no eighths: half a column, then whole ones.
            true => (halves(eighths.div_ceil(4)), String::new()),
            false => (
                String::new(),
                "█".repeat(eighths / 8) + EIGHTHS[eighths % 8],
            ),
        };
        let blank = " ".repeat(below.saturating_sub(left.width()));
        writeln!(sink, " {name}{padding} {blank}{left}|{right} {exact}")?;
    }
    Ok(())
}

fn halves(halves: usize) -> String {
    let half = if halves % 2 == 1 { "▐" } else { "" };
    format!("{half}{}", "█".repeat(halves / 2))
}

/// A line over time, the zero of its number in it.
fn line(
    sink: &mut (dyn Write + Send),
    times: &[i64],
    series: &Series,
    (width, height): (usize, u16),
) -> Result<()> {
    let (first, last) = (times[0], times[times.len() - 1]);
    let points = times.iter().zip(&series.values);
    // A NULL is a gap: the line goes on behind it.
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (time, value) in points {
        match value {
            Some(value) => runs
                .last_mut()
                .into_iter()
                .for_each(|run| run.push((time.wrapping_sub(first) as f64, *value))),
            None => runs.push(Vec::new()),
        }
    }
    let (low, high) = Figures::ends(series);
    let (low, high) = match (round_end(low), round_end(high)) {
        (0.0, 0.0) => (0.0, 1.0),
        ends => ends,
    };
    let ticks = (0..=4).map(|step| tick(low + (high - low) * f64::from(step) / 4.0));
    let mut dates = times::at_axis(first, last);
    // A label has a third of the axis, which begins behind the first label.
    if width < dates[0].len() * 4 + 8 {
        dates.remove(1);
    }
    let area = Rect::new(0, 0, u16::try_from(width).unwrap_or(u16::MAX), height);
    let datasets = runs.iter().map(|run| {
        let kind = match run.len() {
            1 => GraphType::Scatter,
            _ => GraphType::Line,
        };
        let dataset = Dataset::default().marker(Marker::Braille);
        dataset.graph_type(kind).data(run)
    });
    let span = (last.wrapping_sub(first) as f64).max(1.0);
    let drawing = Drawing::new(datasets.collect())
        .x_axis(Axis::default().bounds([0.0, span]).labels(dates))
        .y_axis(
            Axis::default()
                .bounds([low, high])
                .labels(ticks)
                .labels_alignment(Alignment::Right),
        );
    let mut buffer = Buffer::empty(area);
    drawing.render(area, &mut buffer);
    for row in 0..area.height {
        let cells = (0..area.width).map(|column| buffer[(column, row)].symbol());
        writeln!(sink, "{}", cells.collect::<String>().trim_end())?;
    }
    Ok(())
}
