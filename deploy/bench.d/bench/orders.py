"""An order of three lines, priced by the product, against the same transaction in pgbench."""
import dataclasses
import json

from .case import Case

#: Rate of the service as a part of pgbench's.
TARGETS = {"order of 3 lines": 0.50}
#: Three products and a client to order them, unless they are there.
FILL = """
insert into sales.product (code, name, unit_id, list_price, currency, vat_rate)
select 'bench-' || n, 'Bench ' || n, (select min(id) from sales.unit), 10 * n, 'RUB', 20
from generate_series(1, 3) as n on conflict do nothing;"""
PRODUCTS = "select id from sales.product where code like 'bench-%' order by code"
CLIENT = "select min(id) from clients.party"


class OrderCase(Case):
    """A request whose body names records of the site."""

    def prepare(self, site):
        """Makes what is ordered where it is missing."""
        site.database.psql(FILL)
        lines = [
            {"product_id": int(product), "quantity": str(place), "place": place}
            for place, product in enumerate(site.database.lines(PRODUCTS), 1)]
        body = json.dumps({
            "party_id": int(site.database.lines(CLIENT)[0]), "currency": "RUB", "lines": lines})
        return Case.prepare(dataclasses.replace(self, body=body), site)


def cases():
    """The requests by name."""
    every = [OrderCase("order of 3 lines", "/api/v1/sales-orders")]
    return {case.name: case for case in every}
