"""The database: engine, base of the models, one transaction a request. It must not hold queries."""
