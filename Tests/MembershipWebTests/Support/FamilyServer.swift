import Foundation
import Membership
import MembershipWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

/// Two merchants' family pages and desk; codes go into a postbox.
struct FamilyServer {
  let site: TestSite
  let postbox = Postbox()

  /// The clock stands at 09:15 on 21 September 2026 in Shanghai.
  init(orders: FamilyOrders? = nil, settings: [String: JSONValue] = familySettings) async throws {
    let pair = try await TenantPair.fresh(
      settings: settings,
      now: Date(timeIntervalSince1970: 1_789_953_300)
    )
    let desk = SignInDesk(
      providers: [postbox],
      codes: SignInCodes(key: Secret(Array(repeating: 7, count: 32)))
    )
    site = try await TestSite(MembershipWebModule.module(signIn: desk, orders: orders), at: pair)
  }

  var mine: TestTenant { site.mine }
  var other: TestTenant { site.other }
}

extension Visitor {
  /// Asks for a code, which comes into the server's postbox, and enters it.
  @discardableResult
  func signIn(
    _ server: FamilyServer,
    _ phone: String = "13800138000",
    invite: String = ""
  ) async throws -> TestReply {
    let asked = try await post("/family/sign-in/code", ["phone": phone, "invite": invite])
    #expect(asked.status == 200, "\(asked.text)")
    let code = server.postbox.code("+86\(phone)")
    return try await submit(
      "/family/sign-in",
      ["phone": phone, "code": code, "invite": invite]
    )
  }
}

/// Keeps the codes that were sent, by number.
final class Postbox: MessageProvider {
  private let codes = Mutex<[String: String]>([:])
  let channel = ContactChannel.phone

  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    codes.withLock { $0[address] = code }
  }

  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {}

  /// The last code that went to a number.
  func code(_ address: String) -> String { codes.withLock { $0[address] ?? "" } }
}
