public import Foundation
public import TenantStore

extension Consultation: TenantRow {
  /// Reads the columns in the order of the query.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    expert = try row.next()
    startsAt = try row.next()
    minutes = try row.next()
    session = try row.next()
    guard let state = ConsultationState(rawValue: try row.next()) else {
      throw TenantStoreError.emptyAnswer
    }
    self.state = state
    heldUntil = try row.next()
    sku = try row.next()
    orderNumber = try row.next()
    owesRefund = try row.next()
    question = try row.next()
    note = try row.next()
    rating = try row.next()
    paidOutAt = try row.next()
  }
}

extension QueryPart {
  static let consultation: QueryPart = """
    c.id, c.expert, c.starts_at, c.minutes, c.session_id, c.state, c.held_until, c.sku,
    c.order_number, c.owes_refund, c.question, c.note, c.rating, c.paid_out_at
    """
}

/// Which consultations a list of the desk shows.
public enum ConsultationFilter: String, CaseIterable, Sendable {
  /// Those that are paid and to come.
  case coming
  /// Those whose money has to go back.
  case refund
  /// Those that took place and whose expert has not been paid.
  case payout
  /// Those that are over.
  case past
}

extension TenantQuerying {
  /// A consultation.
  public func consultation(_ id: ConsultationID) async throws -> Consultation? {
    try await optional(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id)
      """
    )
  }

  /// The consultations of a session, the latest first, at most twenty.
  public func consultations(of session: SessionID) async throws -> [Consultation] {
    try await all(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND c.session_id = \(session)
      ORDER BY c.id DESC LIMIT 20
      """
    )
  }

  /// When times of an expert begin that somebody has; a time whose hold is over is free.
  public func takenTimes(of expert: String) async throws -> Set<Date> {
    let now = environment.now()
    return Set(
      try await values(
        """
        SELECT starts_at FROM service.consultation
        WHERE tenant_id = \(tenant) AND expert = \(expert) AND starts_at > \(now)
          AND state IN ('held', 'booked', 'done', 'missed')
          AND (state <> 'held' OR held_until > \(now))
        """
      )
    )
  }

  /// Consultations for the desk, by when they begin, at most a hundred.
  public func consultations(_ filter: ConsultationFilter) async throws -> [Consultation] {
    let now = environment.now()
    return try await all(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND CASE \(filter.rawValue)::text
        WHEN 'refund' THEN c.owes_refund
        WHEN 'payout' THEN c.state = 'done' AND c.paid_out_at IS NULL
        WHEN 'coming' THEN c.state = 'booked' AND c.starts_at > \(now.addingTimeInterval(-86_400))
        ELSE c.state IN ('done', 'missed', 'cancelled', 'booked') AND c.starts_at <= \(now) END
      ORDER BY CASE WHEN \(filter.rawValue)::text = 'past' THEN -extract(epoch FROM c.starts_at)
        ELSE extract(epoch FROM c.starts_at) END LIMIT 100
      """
    )
  }

  /// How many consultations have money that must go back.
  public func refundsOwed() async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM service.consultation WHERE tenant_id = \(tenant) AND owes_refund
      """
    ) ?? 0
  }
}

/// What a merchant owes an expert.
public struct ExpertPayout: Hashable, Sendable, TenantRow {
  /// The expert's short name.
  public let expert: String
  /// How many talks took place and are not paid out.
  public let talks: Int
  /// How many minutes they were booked for.
  public let minutes: Int

  /// Reads the columns of the query in their order.
  public init(row: inout ColumnReader) throws {
    expert = try row.next()
    talks = try row.next()
    minutes = try row.next()
  }
}

extension TenantQuerying {
  /// What is to be paid out, by expert.
  public func payoutsOwed() async throws -> [ExpertPayout] {
    try await all(
      """
      SELECT expert, count(*), sum(minutes) FROM service.consultation
      WHERE tenant_id = \(tenant) AND state = 'done' AND paid_out_at IS NULL
      GROUP BY expert ORDER BY expert
      """
    )
  }
}

extension TenantTransaction {
  /// Notes that the expert got the share of a locked consultation.
  func notePayout(of id: ConsultationID) async throws {
    try await execute(
      """
      UPDATE service.consultation SET paid_out_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'done' AND paid_out_at IS NULL
      """
    )
  }

  /// Gives back the times of an expert that nobody paid in time.
  func expireHolds(of expert: String) async throws {
    try await execute(
      """
      UPDATE service.consultation SET state = 'expired', changed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND expert = \(expert) AND state = 'held'
        AND held_until <= \(environment.now())
      """
    )
  }

  /// Gives back whatever a session holds and has not paid.
  func releaseHolds(of session: SessionID) async throws {
    try await execute(
      """
      UPDATE service.consultation SET state = 'cancelled', changed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND session_id = \(session) AND state = 'held'
      """
    )
  }

  /// Holds a time; false when somebody has it.
  func insertConsultation(
    _ id: ConsultationID,
    expert: String,
    _ settings: ConsultationSettings,
    at start: Date,
    session: SessionID,
    question: String,
    until: Date
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO service.consultation (tenant_id, id, expert, starts_at, minutes, session_id, state,
        held_until, sku, question, changed_at)
      VALUES (\(tenant), \(id), \(expert), \(start), \(settings.minutes), \(session), 'held',
        \(until), \(settings.sku), \(question), \(environment.now()))
      ON CONFLICT (tenant_id, expert, starts_at)
        WHERE state IN ('held', 'booked', 'done', 'missed') DO NOTHING
      """
    ) == 1
  }

  /// Locks a consultation until the transaction ends.
  func lockConsultation(_ id: ConsultationID) async throws -> Consultation? {
    try await optional(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND c.id = \(id) FOR UPDATE
      """
    )
  }

  /// Lets nobody else book what an order paid until the transaction ends.
  func lockTalks(ofOrder order: UUID) async throws {
    try await execute(
      """
      SELECT pg_advisory_xact_lock(
        hashtextextended('talks ' || \(tenant)::uuid || \(order)::uuid, 0))
      """
    )
  }

  /// Locks the latest of a session that nothing paid yet.
  func lockUnpaidConsultation(of session: SessionID?, sku: String) async throws -> Consultation? {
    try await optional(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND c.session_id = \(session) AND c.sku = \(sku)
        AND c.order_id IS NULL AND c.state IN ('held', 'expired', 'cancelled')
      ORDER BY c.state <> 'held', c.id DESC LIMIT 1 FOR UPDATE
      """
    )
  }

  /// Writes a consultation that was paid although no time was held; nobody's page shows it where the
  /// order has no session.
  func insertUnplaced(
    _ expert: ExpertSettings,
    _ order: UUID,
    _ number: String,
    session: SessionID?
  ) async throws {
    guard let settings = expert.consultation else { return }
    let (id, now) = (ConsultationID.make(in: environment), environment.now())
    try await execute(
      """
      INSERT INTO service.consultation (tenant_id, id, expert, starts_at, minutes, session_id, state,
        held_until, sku, order_id, order_number, owes_refund, question, changed_at)
      VALUES (\(tenant), \(id), \(expert.code), \(now), \(settings.minutes),
        \(session ?? SessionID.make(in: environment)), 'unplaced', \(now), \(settings.sku), \(order),
        \(number), true, '', \(now))
      """
    )
    try await emit(
      "service.consultation_changed",
      ["consultation": .string(id.description), "state": "unplaced"]
    )
  }

  /// Locks what an order paid.
  func lockConsultations(of order: UUID) async throws -> [Consultation] {
    try await all(
      """
      SELECT \(QueryPart.consultation) FROM service.consultation c
      WHERE c.tenant_id = \(tenant) AND c.order_id = \(order) ORDER BY c.id FOR UPDATE
      """
    )
  }

  /// Whether somebody else has the time of a consultation.
  func isTimeTaken(of id: ConsultationID) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT 1 FROM service.consultation o
        JOIN service.consultation c ON c.tenant_id = \(tenant) AND c.id = \(id)
        WHERE o.tenant_id = \(tenant) AND o.expert = c.expert AND o.starts_at = c.starts_at
          AND o.id <> c.id AND o.state IN ('held', 'booked', 'done', 'missed'))
      """
    ) ?? false
  }

  /// Moves a locked consultation to a state.
  func moveConsultation(_ id: ConsultationID, to state: ConsultationState, owesRefund: Bool)
    async throws
  {
    try await execute(
      """
      UPDATE service.consultation
      SET state = \(state.rawValue), owes_refund = \(owesRefund), changed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Notes which order paid a locked consultation.
  func noteOrder(_ order: UUID, _ number: String, of id: ConsultationID) async throws {
    try await execute(
      """
      UPDATE service.consultation SET order_id = \(order), order_number = \(number)
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Keeps what the expert noted, or what the customer thinks.
  func noteConsultation(_ id: ConsultationID, note: String? = nil, rating: Int? = nil) async throws
  {
    try await execute(
      """
      UPDATE service.consultation
      SET note = coalesce(\(note), note), rating = coalesce(\(rating)::bigint::integer, rating),
        changed_at = \(environment.now())
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    )
  }

  /// Takes out what was said in consultations of a session; what was paid stays without it.
  func forgetConsultations(of session: SessionID) async throws {
    try await execute(
      """
      UPDATE service.consultation SET question = '', note = ''
      WHERE tenant_id = \(tenant) AND session_id = \(session)
      """
    )
  }
}
