internal import HTTPTypes
internal import TenantStore

/// One writing request: claim, effect and stored answer in one transaction.
struct WritingRoute: Sendable {
  let request: TenantRequest
  let key: String?
  let handler: @Sendable (TenantRequest, TenantTransaction) async throws -> Reply

  /// Carries a reply that refuses something out of the transaction that it rolls back.
  private struct RolledBack: Error {
    let reply: Reply
  }

  func reply(in database: TenantDatabase) async throws -> Reply {
    do {
      return try await database.transaction(for: request.tenant.id) { transaction in
        request.visitor.forget()
        let reply = try await answer(in: transaction)
        guard reply.status.code < 400 else { throw RolledBack(reply: reply) }
        return reply
      }
    } catch let error as RolledBack {
      request.visitor.forget()
      return error.reply
    }
  }

  private func answer(in transaction: TenantTransaction) async throws -> Reply {
    var request = request
    let asker: String?
    switch request.route.permission {
    case .session:
      asker = try await request.visitor.startedSession(in: transaction).id.description
    case .anyone: asker = try await request.visitor.existingSession(in: transaction)?.id.description
    case .staff(let permission):
      let session = try await StaffAdmission.session(
        of: request.staffToken,
        who: permission,
        in: transaction
      )
      request.staff = session
      asker = session.id.description
    }
    guard let key else { return try await handler(request, transaction) }
    // Visitors without a session share their keys, so a key alone finds an answer only together
    // with the same payload: whoever knows both has sent the request.
    let claimed = try IdempotentRequest(
      asker: asker ?? "anyone",
      key: key,
      operation: "\(request.route.method) \(request.path)",
      payload: request.payload
    )
    if let earlier = try await transaction.claim(claimed) { return Reply(replaying: earlier) }
    let reply = try await handler(request, transaction)
    if reply.status.code < 400 { try await transaction.store(reply.stored, for: claimed) }
    return reply
  }
}

extension Reply {
  fileprivate init(replaying answer: StoredAnswer) {
    let fields = answer.headers.sorted { $0.key < $1.key }.compactMap { name, value in
      HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
    }
    self.init(
      status: HTTPResponse.Status(code: answer.status),
      headers: HTTPFields(fields),
      body: answer.body
    )
    headers[.idempotentReplayed] = "true"
  }

  fileprivate var stored: StoredAnswer {
    let pairs = headers.map { ($0.name.canonicalName, $0.value) }
    let fields = Dictionary(pairs) { first, second in "\(first), \(second)" }
    return StoredAnswer(status: status.code, headers: fields, body: body)
  }
}
