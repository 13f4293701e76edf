//! Puts into a session what makes its statements mean what PostgreSQL means, each under its name in `mend.rs`.

use std::sync::Arc;

use datafusion::config::ConfigOptions;
use datafusion::execution::context::SessionContext;
use datafusion::execution::registry::FunctionRegistry;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::optimizer::{Analyzer, AnalyzerRule, Optimizer, OptimizerRule};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion_functions_json::udfs::json_get_json_udf;

use super::as_json::as_json;
use super::checked_floats;
use super::operators::PostgresOperators;
use super::rules::{
    AllKeysOfMergedSorts, BranchesOfOneType, CheckedArithmetic, CountedCopies,
    DecimalsBesideFloats, DigitsOfRecursion, DigitsOfRound, DuplicatedGroups, KeysOfSeveral,
    LettersOfTruths, LimitsAboveWindows, ListedColumns, NullableSides, NullsAlike, OneRowExists,
    OrderBelowOffset, QuotedNumbers, RoundedMeans, ShownTruths, SpansByLength, TextsAsArrays,
    TimesAsText, TruncatedDays, WrittenTimes,
};
use super::series::Series;
use super::subqueries::RowSubqueries;
use super::sum::checked_sum;
use super::told_apart::told_apart;
use super::types::PostgresTypes;
use super::zone::{timezone, timezone_east};
use crate::functions;
use crate::mend::{Mend, Mends};
use crate::sql::literal_coercion::NumbersBesideOthers;

type Rule = Arc<dyn AnalyzerRule + Send + Sync>;

/// The analyzer's rules, the physical one and the types.
pub(crate) fn with_rules(state: SessionStateBuilder, mends: Mends) -> SessionStateBuilder {
    let kept = |rules: Vec<(Mend, Rule)>| {
        let rules = rules.into_iter().filter(move |(mend, _)| mends.has(*mend));
        rules.map(|(_, rule)| rule)
    };
    // These have to see an expression before types are coerced, which is the first of DataFusion's own rules.
    let mut rules: Vec<Rule> = kept(vec![
        (Mend::QuotedNumbers, Arc::new(QuotedNumbers)),
        (Mend::DecimalsBesideFloats, Arc::new(DecimalsBesideFloats)),
        (Mend::LettersOfTruths, Arc::new(LettersOfTruths)),
        (Mend::ListedColumns, Arc::new(ListedColumns)),
        (Mend::DigitsOfRound, Arc::new(DigitsOfRound)),
        (Mend::Branches, Arc::new(BranchesOfOneType)),
        (Mend::DigitsOfRecursion, Arc::new(DigitsOfRecursion)),
        (Mend::TruncatedDays, Arc::new(TruncatedDays)),
    ])
    .collect();
    rules.extend(Analyzer::new().rules);
    // Changes no answer: it reads one row.
    rules.push(Arc::new(OneRowExists));
    rules.extend(kept(vec![
        (Mend::NullsAlike, Arc::new(NullsAlike)),
        (Mend::RowSubqueries, Arc::new(RowSubqueries)),
        (Mend::OrderBelowOffset, Arc::new(OrderBelowOffset)),
        (Mend::CountedCopies, Arc::new(CountedCopies)),
        (Mend::RoundedMeans, Arc::new(RoundedMeans)),
        (Mend::SpansByLength, Arc::new(SpansByLength)),
        (Mend::TimesAsText, Arc::new(TimesAsText)),
        (Mend::TextsAsArrays, Arc::new(TextsAsArrays)),
        (Mend::WrittenTimes, Arc::new(WrittenTimes)),
        (Mend::CheckedArithmetic, Arc::new(CheckedArithmetic)),
        (Mend::ShownTruths, Arc::new(ShownTruths)),
    ]));
    let mut state = state.with_analyzer_rules(rules);
    let rules = Optimizer::new().rules.into_iter();
    let rules = rules.map(|rule| -> Arc<dyn OptimizerRule + Send + Sync> {
        match rule.name() {
            "eliminate_duplicated_expr" if mends.has(Mend::SortKeys) => Arc::new(DuplicatedGroups),
            "eliminate_cross_join" if mends.has(Mend::KeysOfSeveral) => {
                Arc::new(KeysOfSeveral::default())
            }
            _ => rule,
        }
    });
    state = state.with_optimizer_rules(rules.collect());
    // These have to see a plan before DataFusion moves its nodes.
    let mut rules: Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> = Vec::new();
    if mends.has(Mend::NullableSides) {
        rules.push(Arc::new(NullableSides));
    }
    if mends.has(Mend::WholeWindows) {
        rules.push(Arc::new(LimitsAboveWindows));
    }
    rules.extend(PhysicalOptimizer::new().rules);
    state = state.with_physical_optimizer_rules(rules);
    if mends.has(Mend::MergedSorts) {
        state = state.with_physical_optimizer_rule(Arc::new(AllKeysOfMergedSorts));
    }
    match mends.has(Mend::Types) {
        true => state.with_type_planner(Arc::new(PostgresTypes)),
        false => state,
    }
}

/// The operators and functions.
pub(crate) fn register(context: &mut SessionContext, mends: Mends) {
    // Registering can only fail where a registry is read-only, which a session's own is not. The first planner to know an
    // operator plans it: ours comes before that of the functions for JSON.
    let _ = context.register_expr_planner(Arc::new(PostgresOperators(mends)));
    let _ = datafusion_functions_json::register_all(context);
    // The one of that name gives values of any type, which no result can hold.
    let get = json_get_json_udf().as_ref().clone();
    let _ = context.register_udf(Arc::new(get.with_aliases(["json_get"])));
    if mends.has(Mend::CheckedSum) {
        let _ = context.register_udaf(Arc::new(checked_sum()));
    }
    let _ = context.register_udf(Arc::new(as_json()));
    let _ = context.register_udf(Arc::new(told_apart()));
    if mends.has(Mend::CheckedFloats) {
        checked_floats::register(context);
    }
    if mends.has(Mend::Functions) {
        for function in functions::of_ours() {
            let _ = context.register_udf(Arc::new(function));
        }
        context.register_udtf("generate_series", Arc::new(Series));
    }
    let _ = context.register_udf(Arc::new(timezone()));
    let _ = context.register_udf(Arc::new(timezone_east()));
    let _ = context.register_expr_planner(Arc::new(NumbersBesideOthers));
}

/// Leaves out DataFusion's rules that push a limit below window functions, also below those that look at all rows: `count(*) OVER ()`
/// over groups.
pub(crate) fn configure(options: &mut ConfigOptions, mends: Mends) {
    let limits = !mends.has(Mend::WholeWindows);
    options.optimizer.enable_window_limits = limits;
    options.optimizer.enable_topk_aggregation = limits;
    options.optimizer.enable_distinct_aggregation_soft_limit = limits;
}
