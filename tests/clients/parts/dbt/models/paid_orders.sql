SELECT id, customer_id, status, total_inc_tax, date_created
FROM {{ source('bigcommerce', 'orders') }}
WHERE status IN ('Completed', 'Shipped')
