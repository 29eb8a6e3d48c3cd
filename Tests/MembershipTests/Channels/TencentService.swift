import Foundation
import Membership
import Synchronization
import TenantStore
import TenantStoreTesting

/// WeChat and WeCom on paper: what they were asked, and what they answer next.
final class TencentService: Sendable {
  /// One request.
  struct Seen: Sendable {
    let method: String
    let path: String
    let query: String
    let body: JSONValue
  }

  private struct State {
    var seen: [Seen] = []
    var answers: [String: [OutboundResponse]] = [:]
    var failures: [String: OutboundFailure] = [:]
    var tokens = 0
  }

  private let state = Mutex(State())

  /// What was asked below a path.
  func seen(_ path: String) -> [Seen] {
    state.withLock { $0.seen.filter { $0.path == path } }
  }

  /// Answers a path in this order; with success when there is nothing left.
  func answer(_ path: String, _ texts: String..., status: Int = 200) {
    state.withLock { state in
      state.answers[path, default: []] += texts.map {
        OutboundResponse(status: status, body: Array($0.utf8))
      }
    }
  }

  /// Gives no answer to a path; answers again where nothing is named.
  func fail(_ path: String, _ failure: OutboundFailure?) {
    state.withLock { $0.failures[path] = failure }
  }

  var http: OutboundHTTP {
    OutboundHTTP { [self] request in
      guard let parts = URLComponents(string: request.url) else {
        throw OutboundFailure.addressMalformed
      }
      let seen = Seen(
        method: request.method.rawValue,
        path: parts.path,
        query: parts.percentEncodedQuery ?? "",
        body: (try? JSONValue(json: String(decoding: request.body, as: UTF8.self))) ?? .null
      )
      return try state.withLock { state in
        state.seen.append(seen)
        if let failure = state.failures[seen.path] { throw failure }
        if state.answers[seen.path]?.isEmpty == false,
          let next = state.answers[seen.path]?.removeFirst()
        {
          return next
        }
        state.tokens += 1
        let text =
          seen.path.hasSuffix("token")
          ? "{\"errcode\":0,\"access_token\":\"T\(state.tokens)\",\"expires_in\":7200}"
          : "{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":1}"
        return OutboundResponse(status: 200, body: Array(text.utf8))
      }
    }
  }
}

/// A merchant with a mini-programme and a WeCom.
let channelSettings: [String: JSONValue] = {
  guard case .object(var all)? = familySettings["membership"] else { return [:] }
  all["messages"] = [
    "wechatMini": [
      "appID": "wxapp", "secret": "env:MINI",
      "reminder": ["template": "TEMPLATE-1", "field": "thing1"],
      "offer": ["template": "TEMPLATE-2", "field": "thing2"], "page": "pages/family",
    ],
    "wecom": ["corpID": "corp", "secret": "env:WECOM", "sender": "mei"],
  ]
  return ["membership": .object(all)]
}()

/// A group that is told something, and a member who refuses in WeChat.
func tellGroup(_ tenant: TestTenant) async throws {
  let reader = try await tenant.signIn("13500135000")
  try await tenant.families { families, snapshot, transaction in
    try await families.link(.wechat, "openid-1", to: reader, by: .shopper, in: transaction)
    try await ContactGroups().keep(
      "told",
      name: "群",
      kind: .wecom,
      keeper: "mei",
      chat: "wrOgQ1",
      by: .staff("mei"),
      in: transaction
    )
    for text in ["好", "更好"] {
      try await ContactGroups()
        .tell(text, to: "told", by: "mei", for: snapshot, in: transaction)
    }
  }
  let service = TencentService()
  service.answer("/cgi-bin/externalcontact/add_msg_template", "{\"errcode\":45009}")
  let module = MembershipModule.module(messages: [
    WeComMessages(http: service.http, variables: tenant.variables)
  ])
  _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
    .deliverDue()
  try await tenant.work(module) { $0.name == "membership.tell_group" }
  _ = try await tenant.scope.groupMessages()
}
