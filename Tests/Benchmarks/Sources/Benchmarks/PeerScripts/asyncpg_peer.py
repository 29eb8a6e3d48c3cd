"""What asyncpg does with the same tables; prints {"count": n, "seconds": s} as JSON.

  asyncpg_peer.py select URL SECONDS CONNECTIONS ID_PREFIX FIRST_TENANT TENANTS ROWS
  asyncpg_peer.py fetch  URL TENANT
  asyncpg_peer.py copy   URL TENANT ROWS
"""
import asyncio
import datetime
import json
import random
import sys
import time
import uuid

import asyncpg
import uvloop

COLUMNS = "id, name, price, created, body"


async def select(url, seconds, connections, prefix, first, tenants, rows):
    """A tenant transaction as a framework makes it: BEGIN, the setting, the query, COMMIT."""
    first, tenants, rows = int(first), int(tenants), int(rows)
    end = time.perf_counter() + float(seconds)
    count = 0

    async def worker():
        nonlocal count
        connection = await asyncpg.connect(url)
        setting = await connection.prepare("SELECT set_config('app.tenant', $1, true)")
        query = await connection.prepare(
            f"SELECT {COLUMNS} FROM bench.item WHERE tenant_id = $1 AND id = $2")
        while time.perf_counter() < end:
            tenant = f"{prefix}{random.randrange(first, first + tenants)}"
            async with connection.transaction():
                await setting.fetchval(tenant)
                row = await query.fetchrow(tenant, random.randint(1, rows))
            assert row is not None
            count += 1
        await connection.close()

    begin = time.perf_counter()
    await asyncio.gather(*[worker() for _ in range(int(connections))])
    return count, time.perf_counter() - begin


async def fetch(url, tenant):
    connection = await asyncpg.connect(url)
    await connection.execute("SELECT set_config('app.tenant', $1, false)", tenant)
    query = await connection.prepare(f"SELECT {COLUMNS} FROM bench.item WHERE tenant_id = $1")
    begin = time.perf_counter()
    rows = await query.fetch(uuid.UUID(tenant))
    seconds = time.perf_counter() - begin
    await connection.close()
    return len(rows), seconds


async def copy(url, tenant, rows):
    connection = await asyncpg.connect(url)
    tenant, now = uuid.UUID(tenant), datetime.datetime.now(datetime.timezone.utc)
    records = [(tenant, i, f"item {i}", i, now, "x" * 100) for i in range(int(rows))]
    begin = time.perf_counter()
    await connection.copy_records_to_table(
        "loaded", schema_name="bench", records=records,
        columns=["tenant_id", "id", "name", "price", "created", "body"])
    seconds = time.perf_counter() - begin
    await connection.close()
    return len(records), seconds


work = {"select": select, "fetch": fetch, "copy": copy}[sys.argv[1]]
count, seconds = uvloop.run(work(*sys.argv[2:]))
print(json.dumps({"count": count, "seconds": seconds}))
