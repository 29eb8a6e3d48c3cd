import Foundation
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Sessions", .tenantDatabase())
struct SessionTests {
  @Test func `a session is found by its token, in its own shop, until it expires`() async throws {
    let pair = try await TenantPair.fresh()
    let token = SessionToken.make(in: pair.mine.database.environment)

    let session = try await pair.mine.scope.startSession(token)

    #expect(try await pair.mine.scope.session(token) == session)
    #expect(try await pair.other.scope.session(token) == nil)
    pair.mine.clock.advance(by: 31 * 24 * 3600)
    #expect(try await pair.mine.scope.session(token) == nil)
  }

  @Test func `starting the same token twice gives one session`() async throws {
    let pair = try await TenantPair.fresh()
    let token = SessionToken.make(in: pair.mine.database.environment)
    let first = try await pair.mine.scope.startSession(token)
    #expect(try await pair.mine.scope.startSession(token) == first)
  }

  @Test(arguments: [false, true])
  func `a session that begins in a transaction is there with it, or not at all`(_ isProved: Bool)
    async throws
  {
    struct Failed: Error {}
    let pair = try await TenantPair.fresh()
    let environment = pair.mine.database.environment
    let (kept, gone) = (SessionToken.make(in: environment), SessionToken.make(in: environment))
    let begun = try await pair.mine.transaction { transaction in
      let session = try transaction.beginSession(kept, isProved: isProved)
      #expect(try await transaction.session(kept)?.id == session.id)
      return session
    }
    await #expect(throws: Failed.self) {
      try await pair.mine.transaction { transaction in
        _ = try transaction.beginSession(gone)
        throw Failed()
      }
    }

    let read = try #require(try await pair.mine.scope.session(kept))
    #expect(read.id == begun.id && read.isProved == isProved && begun.isProved == isProved)
    #expect(abs(read.expiresAt.timeIntervalSince(begun.expiresAt)) < 0.001)
    #expect(try await pair.other.scope.session(kept) == nil)
    #expect(try await pair.mine.scope.session(gone) == nil)
  }

  @Test func `a used session lives its full time again`() async throws {
    let pair = try await TenantPair.fresh()
    let token = SessionToken.make(in: pair.mine.database.environment)
    let session = try await pair.mine.scope.startSession(token)
    pair.mine.clock.advance(by: 20 * 24 * 3600)
    try await pair.mine.scope.prolongSession(session.id)
    pair.mine.clock.advance(by: 20 * 24 * 3600)
    #expect(try await pair.mine.scope.session(token)?.id == session.id)
  }

  @Test func `a session with another secret is the same session, and the old secret opens nothing`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let environment = pair.mine.database.environment
    let (old, new) = (SessionToken.make(in: environment), SessionToken.make(in: environment))
    let session = try await pair.mine.scope.startSession(old)
    try await pair.other.scope.renewSession(session.id, as: new)
    #expect(try await pair.mine.scope.session(old)?.id == session.id)
    try await pair.mine.scope.renewSession(session.id, as: new)
    #expect(try await pair.mine.scope.session(new)?.id == session.id)
    #expect(try await pair.mine.scope.session(old) == nil)
  }

  @Test func `a token is 64 hexadecimal digits and nothing else`() throws {
    let token = SessionToken.make(in: .live)
    #expect(SessionToken(token.cookieText) == token)
    let digits = token.cookieText.dropLast(2)
    for forged in ["", "x", digits + "zz", digits + "+f", token.cookieText.uppercased() + "0"] {
      #expect(SessionToken(String(forged)) == nil)
    }
  }

  @Test func `a form's token belongs to one session`() {
    let mine = SessionToken.make(in: .live)
    let other = SessionToken.make(in: .live)
    #expect(mine.accepts(formToken: mine.formToken))
    #expect(!mine.accepts(formToken: other.formToken))
    #expect(!mine.accepts(formToken: ""))
    #expect(mine.formToken != mine.cookieText)
  }
}
