//! The `chart-svg` format: the same charts as [`super::chart`], as a picture for a report.

use std::fmt::Display;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::cells::shortened;
use super::figures::{Figures, Points, Series, Shape, round_end, tick};
use super::rows::Rows;
use super::times;
use crate::failure::{Failure, Result};

const WIDTH: u32 = 900;
/// Height of a line chart.
const LINE: u32 = 320;
/// Height of a bar, and of what stands around the bars.
const BAR: u32 = 26;
const AROUND: u32 = 90;
/// Characters of a label.
const LABEL: usize = 28;
/// Width of a letter, as far as it is known without the font.
const LETTER: u32 = 8;
const FONT: (&str, u32) = ("sans-serif", 14);
const INK: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);

type Area<'a, 'b> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Gathers the rows, since the axis is known when all have come.
pub(super) struct ChartSvg<'a> {
    sink: &'a mut (dyn Write + Send),
    schema: SchemaRef,
    shape: Shape,
    batches: Vec<RecordBatch>,
}

impl<'a> ChartSvg<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        Ok(Self {
            shape: Shape::of(schema)?,
            sink,
            schema: SchemaRef::clone(schema),
            batches: Vec::new(),
        })
    }
}

impl Rows for ChartSvg<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        self.batches.push(batch.clone());
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let figures = self.shape.figures(&self.schema, &self.batches)?;
        let text = picture(&figures)?;
        Ok(self.sink.write_all(text.as_bytes())?)
    }
}

fn picture(figures: &Figures) -> Result<String> {
    let height = match &figures.points {
        Points::Times(_) => LINE,
        Points::Names(names) => AROUND + BAR * u32::try_from(names.len()).unwrap_or(u32::MAX),
    };
    let count = figures.series.len();
    let whole = height * u32::try_from(count).unwrap_or(1);
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (WIDTH, whole)).into_drawing_area();
        root.fill(&WHITE).map_err(undrawn)?;
        let areas = root.split_evenly((count, 1));
        for (area, series) in areas.iter().zip(&figures.series) {
            match &figures.points {
                Points::Names(names) => bars(area, names, series)?,
                Points::Times(times) => line(area, times, series)?,
            }
        }
        root.present().map_err(undrawn)?;
    }
    text.push('\n');
    Ok(text)
}

fn bars(area: &Area<'_, '_>, names: &[String], series: &Series) -> Result<()> {
    let (low, high) = ends(series);
    let rows = names.len();
    let labels: Vec<String> = names.iter().map(|name| shortened(name, LABEL)).collect();
    let widest = labels.iter().map(|label| label.chars().count()).max();
    let left = LETTER * u32::try_from(widest.unwrap_or(0)).unwrap_or(0) + 20;
    let mut chart = ChartBuilder::on(area)
        .caption(&series.name, FONT)
        .margin(10)
        .margin_right(80)
        .x_label_area_size(30)
        .y_label_area_size(left)
        .build_cartesian_2d(low..high, 0.0..rows as f64)
        .map_err(undrawn)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .x_labels(5)
        .x_label_formatter(&|value| tick(*value))
        .draw()
        .map_err(undrawn)?;
    for (row, value) in series.values.iter().enumerate() {
        // The first row stands at the top.
        let top = (rows - row) as f64;
        let value = value.unwrap_or(0.0);
        let bar = Rectangle::new([(0.0, top - 0.15), (value, top - 0.85)], INK.filled());
        chart.draw_series([bar]).map_err(undrawn)?;
        let (x, y) = within(area, chart.backend_coord(&(value.max(0.0), top - 0.5)));
        let (axis, _) = within(area, chart.backend_coord(&(low, top)));
        let number = Text::new(series.exact[row].clone(), (x + 6, y - 7), FONT.into_font());
        let style = TextStyle::from(FONT.into_font()).pos(Pos::new(HPos::Right, VPos::Top));
        let label = Text::new(labels[row].clone(), (axis - 8, y - 7), style);
        area.draw(&number).map_err(undrawn)?;
        area.draw(&label).map_err(undrawn)?;
    }
    Ok(())
}

fn line(area: &Area<'_, '_>, times: &[i64], series: &Series) -> Result<()> {
    let (low, high) = ends(series);
    let (first, last) = (times[0], times[times.len() - 1]);
    let span = (last.wrapping_sub(first) as f64).max(1.0);
    let dates = times::at_axis(first, last);
    let mut chart = ChartBuilder::on(area)
        .caption(&series.name, FONT)
        .margin(10)
        .margin_right(70)
        .x_label_area_size(30)
        .y_label_area_size(80)
        .build_cartesian_2d(0.0..span, low..high)
        .map_err(undrawn)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&|value| tick(*value))
        .draw()
        .map_err(undrawn)?;
    let centre = Pos::new(HPos::Center, VPos::Top);
    for (date, part) in dates.iter().zip([0.0, 0.5, 1.0]) {
        let (x, y) = within(area, chart.backend_coord(&(span * part, low)));
        let style = TextStyle::from(FONT.into_font()).pos(centre);
        area.draw(&Text::new(date.clone(), (x, y + 8), style))
            .map_err(undrawn)?;
    }
    let points = times.iter().zip(&series.values);
    let points: Vec<(f64, Option<f64>)> = points
        .map(|(time, value)| (time.wrapping_sub(first) as f64, *value))
        .collect();
    // A NULL is a gap.
    for run in points.split(|(_, value)| value.is_none()) {
        let run = run
            .iter()
            .filter_map(|(time, value)| Some((*time, (*value)?)));
        let run: Vec<(f64, f64)> = run.collect();
        let alone = run.first().filter(|_| run.len() == 1).copied();
        chart
            .draw_series(LineSeries::new(run, INK.stroke_width(2)))
            .map_err(undrawn)?;
        chart
            .draw_series(alone.map(|point| Circle::new(point, 3, INK.filled())))
            .map_err(undrawn)?;
    }
    Ok(())
}

/// A place of the whole picture, counted from the corner of one chart.
fn within(area: &Area<'_, '_>, (x, y): (i32, i32)) -> (i32, i32) {
    let (columns, rows) = area.get_pixel_range();
    (x - columns.start, y - rows.start)
}

/// The ends of the axis of numbers.
fn ends(series: &Series) -> (f64, f64) {
    let (low, high) = Figures::ends(series);
    match (round_end(low), round_end(high)) {
        (0.0, 0.0) => (0.0, 1.0),
        ends => ends,
    }
}

fn undrawn(error: impl Display) -> Failure {
    Failure::Output(format!("could not draw the chart: {error}"))
}
