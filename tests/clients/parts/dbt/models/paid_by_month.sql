SELECT date_trunc('month', date_created) AS month, count(*) AS orders, sum(total_inc_tax) AS total
FROM {{ ref('paid_orders') }}
GROUP BY 1
