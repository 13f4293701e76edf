# Statements of tools of reporting; those with their rows stand in tests/slt/tools.

-- looker-month-as-text
SELECT TO_CHAR(DATE_TRUNC('month', orders.date_created), 'YYYY-MM') AS "orders.created_month", COUNT(*) AS "orders.count" FROM orders AS orders GROUP BY DATE_TRUNC('month', orders.date_created) ORDER BY 1 DESC LIMIT 500
