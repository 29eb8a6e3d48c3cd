public import Foundation
public import TenantStore

extension ServicePack: TenantRow {
  /// Reads the columns of `QueryPart.pack`, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    child = try row.next()
    plan = try row.next()
    openedAt = try row.next()
    endsAt = try row.next()
    closedAt = try row.next()
  }
}

extension ServiceAllowance: TenantRow {
  /// Reads the columns `pack_id, service, provider, allowed, used`.
  public init(row: inout ColumnReader) throws {
    pack = try row.next()
    service = try row.next()
    provider = try row.next()
    allowed = Int(try row.next(Int32.self))
    used = Int(try row.next(Int32.self))
  }
}

extension ServiceUseCount: TenantRow {
  /// Reads the columns `provider, service, uses`.
  public init(row: inout ColumnReader) throws {
    provider = try row.next()
    service = try row.next()
    uses = try row.next()
  }
}

extension QueryPart {
  /// Columns of `service_pack p` with the `child c` that it follows: it is closed while the family wants
  /// silence about the child, and goes on when that ends.
  fileprivate static let pack: QueryPart = """
    p.id, p.member_id, p.child_id, p.plan, p.opened_at, p.ends_at, coalesce(p.closed_at, c.quiet_since)
    """
}

extension TenantQuerying {
  /// The packs of a member over all merged accounts, the latest first; at most 100.
  public func servicePacks(of member: Member) async throws -> [ServicePack] {
    try await all(
      """
      SELECT \(QueryPart.pack) FROM membership.service_pack p
      LEFT JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = p.child_id
      WHERE p.tenant_id = \(tenant) AND p.member_id = ANY (\(member.accounts.map(\.uuid)))
      ORDER BY p.opened_at DESC, p.id DESC LIMIT 100
      """
    )
  }

  /// What some packs allow, and how much of it was used.
  public func serviceAllowances(of packs: [ServicePackID]) async throws -> [ServiceAllowance] {
    try await all(
      """
      SELECT pack_id, service, provider, allowed, used FROM membership.service_allowance
      WHERE tenant_id = \(tenant) AND pack_id = ANY (\(packs.map(\.uuid)))
      ORDER BY pack_id, service
      """
    )
  }

  /// How often each service was used from an instant until another, by who is paid for it.
  public func serviceUses(from start: Date, until end: Date) async throws -> [ServiceUseCount] {
    try await all(
      """
      SELECT provider, service, count(*) FROM membership.service_use
      WHERE tenant_id = \(tenant) AND used_at >= \(start) AND used_at < \(end)
      GROUP BY provider, service ORDER BY provider, service
      """
    )
  }

  /// What a family has ready for the birth of a child.
  public func birthBag(of child: ChildID) async throws -> Set<String> {
    Set(
      try await values(
        """
        SELECT item FROM membership.birth_bag
        WHERE tenant_id = \(tenant) AND child_id = \(child)
        """,
        as: String.self
      )
    )
  }
}

extension TenantTransaction {
  /// A pack, held until the transaction ends.
  func lockServicePack(_ id: ServicePackID) async throws -> ServicePack? {
    try await optional(
      """
      SELECT \(QueryPart.pack) FROM membership.service_pack p
      LEFT JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = p.child_id
      WHERE p.tenant_id = \(tenant) AND p.id = \(id) FOR UPDATE OF p
      """
    )
  }

  /// The packs of a child, and those of the family that follow no child, that are not closed, held until the
  /// transaction ends.
  func lockOpenPacks(ofChild child: ChildID, _ accounts: [MemberID]) async throws -> [ServicePack] {
    try await all(
      """
      SELECT \(QueryPart.pack) FROM membership.service_pack p
      LEFT JOIN membership.child c ON c.tenant_id = \(tenant) AND c.id = p.child_id
      WHERE p.tenant_id = \(tenant) AND p.closed_at IS NULL AND (p.child_id = \(child)
        OR p.child_id IS NULL AND p.member_id = ANY (\(accounts.map(\.uuid))))
      ORDER BY p.id FOR UPDATE OF p
      """
    )
  }

  /// The pack that was opened by a key.
  func servicePack(openedBy key: String) async throws -> ServicePackID? {
    try await value(
      "SELECT id FROM membership.service_pack WHERE tenant_id = \(tenant) AND key = \(key)"
    )
  }

  /// Writes a pack; false where its key was used before.
  func insertServicePack(_ pack: ServicePack, key: String, paid: Int64) async throws -> Bool {
    try await execute(
      """
      INSERT INTO membership.service_pack
        (tenant_id, id, member_id, child_id, plan, key, paid, opened_at, ends_at)
      VALUES (\(tenant), \(pack.id), \(pack.member), \(pack.child), \(pack.plan), \(key), \(paid),
        \(pack.openedAt), \(pack.endsAt))
      ON CONFLICT (tenant_id, key) DO NOTHING
      """
    ) == 1
  }

  /// Writes what a pack allows.
  func insertServiceAllowances(
    _ allowances: [AllowedService],
    of pack: ServicePackID
  ) async throws {
    try await execute(
      """
      INSERT INTO membership.service_allowance (tenant_id, pack_id, service, provider, allowed, fee)
      SELECT \(tenant), \(pack), a.service, a.provider, a.allowed, a.fee
      FROM unnest(\(allowances.map(\.service)), \(allowances.map(\.provider)),
        \(allowances.map { Int32($0.times) }), \(allowances.map(\.fee)))
        AS a (service, provider, allowed, fee)
      """
    )
  }

  /// Closes a pack; its services are not used any more.
  func closeServicePack(_ id: ServicePackID) async throws {
    try await execute(
      """
      UPDATE membership.service_pack SET closed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND closed_at IS NULL
      """
    )
  }

  /// Ends packs of accounts, those of one child or all, and takes the children's ids out of them.
  ///
  /// - Returns: Those that held until now.
  func endServicePacks(of accounts: [MemberID], child: ChildID? = nil) async throws -> [PaidPack] {
    let now = environment.now()
    return try await all(
      """
      WITH held AS (
        SELECT id, closed_at FROM membership.service_pack
        WHERE tenant_id = \(tenant) AND member_id = ANY (\(accounts.map(\.uuid)))
          AND (\(child)::uuid IS NULL OR child_id = \(child)::uuid)
        ORDER BY id FOR UPDATE
      ), ended AS (
        UPDATE membership.service_pack p
        SET child_id = NULL, closed_at = coalesce(p.closed_at, \(now))
        FROM held WHERE p.tenant_id = \(tenant) AND p.id = held.id
        RETURNING p.id, p.member_id, p.paid, p.order_id, p.key, p.ends_at, held.closed_at
      )
      SELECT id, member_id, paid, order_id, key FROM ended
      WHERE closed_at IS NULL AND ends_at > \(now) ORDER BY id
      """
    )
  }

  /// A pack with what was paid for it.
  func paidPack(_ id: ServicePackID) async throws -> PaidPack? {
    try await optional(
      """
      SELECT id, member_id, paid, order_id, key FROM membership.service_pack
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Whether a use of a service was noted before.
  func isServiceUsed(_ service: String, of pack: ServicePackID, key: String) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.service_use
        WHERE tenant_id = \(tenant) AND pack_id = \(pack) AND service = \(service)
          AND key = \(key))
      """
    ) ?? false
  }

  /// Counts a use of a service of a locked pack, and what its provider is owed for it; false where none is
  /// left.
  func useService(_ service: String, of pack: ServicePackID, key: String) async throws -> Bool {
    try await execute(
      """
      WITH counted AS (
        UPDATE membership.service_allowance SET used = used + 1
        WHERE tenant_id = \(tenant) AND pack_id = \(pack) AND service = \(service)
          AND used < allowed
        RETURNING provider, fee
      ), owed AS (
        INSERT INTO membership.provider_fee (tenant_id, id, provider, service, amount, used_at)
        SELECT \(tenant), \(environment.makeID()), counted.provider, \(service), counted.fee,
          \(environment.now())
        FROM counted WHERE counted.provider <> ''
      )
      INSERT INTO membership.service_use (tenant_id, pack_id, service, key, provider, used_at)
      SELECT \(tenant), \(pack), \(service), \(key), counted.provider, \(environment.now())
      FROM counted
      """
    ) == 1
  }

  /// Notes that a family has something ready for the birth of a child, or has not.
  func keepBirthBag(_ item: String, of child: ChildID, isReady: Bool) async throws {
    if isReady {
      try await execute(
        """
        INSERT INTO membership.birth_bag (tenant_id, child_id, item, ready_at)
        VALUES (\(tenant), \(child), \(item), \(environment.now()))
        ON CONFLICT (tenant_id, child_id, item) DO NOTHING
        """
      )
    } else {
      try await execute(
        """
        DELETE FROM membership.birth_bag
        WHERE tenant_id = \(tenant) AND child_id = \(child) AND item = \(item)
        """
      )
    }
  }
}
