import TenantStore
import TenantStoreTesting
import Testing

@Suite("Idempotent requests", .tenantDatabase())
struct IdempotentRequestTests {
  private func request(_ payload: String = "{}", asker: String = "ada") throws -> IdempotentRequest
  {
    try IdempotentRequest(
      asker: asker,
      key: "8f1d7c1e-0001",
      operation: "POST /checkout",
      payload: Array(payload.utf8)
    )
  }

  private let answer = StoredAnswer(
    status: 201,
    headers: ["location": "/orders/1"],
    body: Array("{}".utf8)
  )

  @Test func `a retry gets the stored answer`() async throws {
    let pair = try await TenantPair.fresh()
    let request = try request()
    let answer = answer
    let first = try await pair.mine.transaction { transaction in
      let earlier = try await transaction.claim(request)
      try await transaction.store(answer, for: request)
      return earlier
    }
    let retry = try await pair.mine.transaction { try await $0.claim(request) }
    #expect(first == nil)
    #expect(retry == answer)
  }

  @Test func `another payload under the same key is refused`() async throws {
    let pair = try await TenantPair.fresh()
    let answer = answer
    let (request, changed) = (try request(), try request("{\"a\":1}"))
    try await pair.mine.transaction { transaction in
      _ = try await transaction.claim(request)
      try await transaction.store(answer, for: request)
    }
    await #expect(throws: TenancyRefusal(.idempotencyKeyReused)) {
      try await pair.mine.transaction { _ = try await $0.claim(changed) }
    }
  }

  @Test func `a failed request is not remembered`() async throws {
    struct Failed: Error {}
    let pair = try await TenantPair.fresh()
    let request = try request()
    await #expect(throws: Failed.self) {
      try await pair.mine.transaction { transaction in
        _ = try await transaction.claim(request)
        throw Failed()
      }
    }
    let again = try await pair.mine.transaction { try await $0.claim(request) }
    #expect(again == nil)
  }

  @Test func `two visitors and two tenants may use the same key`() async throws {
    let pair = try await TenantPair.fresh()
    let answer = answer
    let (mine, neighbour) = (try request(), try request(asker: "lin"))
    try await pair.mine.transaction { transaction in
      _ = try await transaction.claim(mine)
      try await transaction.store(answer, for: mine)
    }
    #expect(try await pair.mine.transaction { try await $0.claim(neighbour) } == nil)
    #expect(try await pair.other.transaction { try await $0.claim(mine) } == nil)
  }

  @Test func `a second click at the same moment waits and sees the first one's answer`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let request = try request()
    let answer = answer
    let mine = pair.mine
    let answers = try await withThrowingTaskGroup(of: StoredAnswer?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await mine.transaction { transaction in
            let earlier = try await transaction.claim(request)
            if earlier == nil { try await transaction.store(answer, for: request) }
            return earlier
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0 == nil } == 1)
    #expect(answers.count { $0 == answer } == 3)
  }

  @Test(arguments: ["", "short", String(repeating: "k", count: 256)])
  func `a key must have 8 to 255 characters`(_ key: String) {
    #expect(throws: TenancyRefusal(.idempotencyKeyMissing)) {
      try IdempotentRequest(asker: "ada", key: key, operation: "POST /", payload: [])
    }
  }
}
