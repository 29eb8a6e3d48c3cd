import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

private let subscribe = "/cgi-bin/message/subscribe/send"
private let stableToken = "/cgi-bin/stable_token"
private let template = "/cgi-bin/externalcontact/add_msg_template"

/// What wechatpy 1.8.18 (PyPI), which we did not write, sends to a service on loopback for the same calls.
private enum Recorded {
  static let subscription = """
    {"touser": "openid-1", "template_id": "TEMPLATE-1", "page": "pages/family", \
    "data": {"thing1": {"value": "明天产检"}}}
    """
  static let corpToken = "corpid=corp&corpsecret=corpsecret"
  static let message = """
    {"chat_type": "single", "external_userid": ["wm1"], "sender": "mei", "text": {"content": "您好"}}
    """
}

extension TestTenant {
  /// Where the merchant's secrets are.
  var variables: [String: String] {
    let name = snapshot.slug.uppercased().replacing("-", with: "_")
    return ["TENANT_\(name)__MINI": "appsecret", "TENANT_\(name)__WECOM": "corpsecret"]
  }

  fileprivate func mini(_ service: TencentService) -> WeChatMiniMessages {
    WeChatMiniMessages(http: service.http, variables: variables)
  }

  fileprivate func wecom(_ service: TencentService) -> WeComMessages {
    WeComMessages(http: service.http, variables: variables)
  }

  fileprivate func remind(_ mini: WeChatMiniMessages, _ text: String = "明天产检") async throws {
    try await mini.send(text, to: "openid-1", from: snapshot, in: database)
  }

  /// What a message was refused with.
  fileprivate func refusal(_ mini: WeChatMiniMessages) async throws -> TencentRefusal? {
    do {
      try await remind(mini)
      return nil
    } catch let refusal as TencentRefusal {
      return refusal
    }
  }
}

@Suite("WeChat and WeCom", .tenantDatabase([MembershipModule.module]))
struct ChannelTests {
  @Test func `requests are those of a client that others wrote`() async throws {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    try await tenant.remind(tenant.mini(service))
    let sent = try #require(service.seen(subscribe).first)
    #expect(sent.method == "POST" && sent.query == "access_token=T1")
    #expect(try sent.body == JSONValue(json: Recorded.subscription))
    try await tenant.wecom(service).send(
      "您好",
      to: "wm1",
      from: tenant.snapshot,
      in: tenant.database
    )
    let asked = try #require(service.seen("/cgi-bin/gettoken").first)
    #expect(asked.method == "GET" && asked.query == Recorded.corpToken)
    #expect(try service.seen(template).first?.body == JSONValue(json: Recorded.message))
    // The stable token is newer than that client; its body is as WeChat publishes it.
    let token: JSONValue = [
      "grant_type": "client_credential", "appid": "wxapp", "secret": "appsecret",
      "force_refresh": false,
    ]
    #expect(service.seen(stableToken).map(\.body) == [token])
  }

  @Test func `a token is kept until shortly before its end, for one merchant alone`() async throws {
    let pair = try await familyPair(channelSettings)
    let (tenant, service) = (pair.mine, TencentService())
    let variables = tenant.variables.merging(pair.other.variables) { $1 }
    let mini = WeChatMiniMessages(http: service.http, variables: variables)
    for _ in 0..<3 { try await tenant.remind(mini) }
    #expect(service.seen(stableToken).count == 1)
    tenant.clock.advance(by: 6_899)
    try await tenant.remind(mini)
    #expect(service.seen(stableToken).count == 1)
    tenant.clock.advance(by: 2)
    try await tenant.remind(mini)
    #expect(service.seen(stableToken).count == 2)
    try await pair.other.remind(mini)
    #expect(service.seen(stableToken).count == 3)
  }

  @Test(arguments: [40_001, 42_001, 40_014])
  func `a token that is refused is renewed once, and the message sent once more`(_ code: Int)
    async throws
  {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    let mini = tenant.mini(service)
    try await tenant.remind(mini)
    service.answer(subscribe, "{\"errcode\":\(code)}")
    try await tenant.remind(mini)
    #expect(service.seen(subscribe).count == 3)
    let forced = service.seen(stableToken).map { $0.body["force_refresh"] }
    #expect(forced == [.bool(false), .bool(true)])
    service.answer(subscribe, "{\"errcode\":\(code)}", "{\"errcode\":\(code)}")
    #expect(try await tenant.refusal(mini)?.mayRepeat == true)
    #expect(service.seen(subscribe).count == 5)
  }

  @Test(
    arguments: [
      ("{\"errcode\":43101,\"errmsg\":\"user refuse to accept the msg\"}", 43_101, true, true),
      ("{\"errcode\":40003}", 40_003, false, true), ("{\"errcode\":45009}", 45_009, false, true),
      ("{\"errcode\":-1}", -1, false, true), ("{\"errcode\":47003}", 47_003, false, false),
      ("{\"errcode\":\"0\"}", nil, false, false), ("<html>", nil, false, false),
      ("{}", nil, false, false),
    ] as [(String, Int?, Bool, Bool)]
  )
  func `an answer is read, and what is none is not taken for a yes`(
    _ answer: String,
    _ code: Int?,
    _ isOfPerson: Bool,
    _ mayRepeat: Bool
  ) async throws {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    service.answer(subscribe, answer)
    let refusal = try #require(try await tenant.refusal(tenant.mini(service)))
    #expect(refusal.code == code && refusal.isOfPerson == isOfPerson)
    #expect(refusal.mayRepeat == mayRepeat)
  }

  @Test func `a dead or lying service sends nothing twice`() async throws {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    let mini = tenant.mini(service)
    service.fail(stableToken, .timedOut)
    #expect(try await tenant.refusal(mini)?.mayRepeat == true, "no message had gone out")
    #expect(service.seen(subscribe).isEmpty)
    service.fail(stableToken, nil)
    for lie in ["{\"access_token\":\"\",\"expires_in\":7200}", "{\"errcode\":40125}", "[]"] {
      service.answer(stableToken, lie)
      #expect(try await tenant.refusal(mini)?.mayRepeat == true, "\(lie)")
    }
    #expect(service.seen(subscribe).isEmpty)
    service.fail(subscribe, .timedOut)
    await #expect(throws: OutboundFailure.timedOut) { try await tenant.remind(mini) }
    #expect(service.seen(subscribe).count == 1)
  }

  @Test func `without an account, a template or a secret nothing goes out`() async throws {
    let bare = try await familyPair().mine
    let service = TencentService()
    let mini = bare.mini(service)
    #expect(!mini.isBound(.reminder, for: bare.snapshot))
    #expect(!bare.wecom(service).isBound(.offer, for: bare.snapshot))
    await #expect(throws: NoAccount.self) { try await bare.remind(mini) }
    let bound = try await familyPair(channelSettings).mine
    let keyless = WeChatMiniMessages(http: service.http, variables: [:])
    #expect(keyless.isBound(.offer, for: bound.snapshot))
    await #expect(throws: MerchantMessages.NoSecret.self) { try await bound.remind(keyless) }
    #expect(service.seen(stableToken).isEmpty && service.seen(subscribe).isEmpty)
  }

  @Test func `a long text is cut to what a field takes`() async throws {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    try await tenant.remind(tenant.mini(service), String(repeating: "长", count: 40))
    let text = service.seen(subscribe).first?.body["data"]?["thing1"]?["value"]
    #expect(text == .string(String(repeating: "长", count: 19) + "…"))
  }

  @Test func `a code of the mini-programme tells who somebody is`() async throws {
    let tenant = try await familyPair(channelSettings).mine
    let service = TencentService()
    service.answer("/sns/jscode2session", "{\"openid\":\"openid-9\",\"session_key\":\"x\"}")
    let mini = tenant.mini(service)
    let person = try await mini.person(behind: "a b", for: tenant.snapshot, in: tenant.database)
    #expect(person == "openid-9")
    let query = service.seen("/sns/jscode2session").first?.query
    #expect(
      query == "appid=wxapp&secret=appsecret&js_code=a%20b&grant_type=authorization_code"
    )
    service.answer("/sns/jscode2session", "{\"errcode\":40029,\"errmsg\":\"invalid code\"}")
    await #expect(throws: TencentRefusal.self) {
      _ = try await mini.person(behind: "old", for: tenant.snapshot, in: tenant.database)
    }
  }
}

@Suite(
  "Reaching members in WeChat and WeCom",
  .serialized,
  .tenantDatabase([MembershipModule.module])
)
struct ChannelDeliveryTests {
  private func offer(_ tenant: TestTenant, _ module: TenantModule) async throws {
    _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
      .deliverDue()
    try await tenant.work(module) { $0.name == "membership.deliver_campaign" }
  }

  @Test func `who refuses in WeChat is not asked there again and hears by telephone`() async throws
  {
    let pair = try await familyPair(channelSettings)
    let (tenant, service, box) = (pair.mine, TencentService(), Postbox())
    let member = try await tenant.signIn()
    try await tenant.agree(member, to: .marketing)
    for _ in 0..<2 {
      try await tenant.families {
        try await $0.link(.wechat, "openid-1", to: member, by: .shopper, in: $2)
      }
    }
    let stranger = try await tenant.signIn("13900139000")
    let taken = try await refusal {
      try await tenant.families {
        try await $0.link(.wechat, "openid-1", to: stranger, by: .shopper, in: $2)
      }
    }
    #expect(taken?.code == .contactTaken)
    let plan = CampaignPlan(
      code: "all",
      name: "全部",
      message: "新品",
      holdoutPercent: 0,
      sends: true
    )
    try await tenant.transaction {
      try await CampaignProgram().start(plan, by: .staff("mei"), in: $0)
    }
    let phone = BoxedMessages(channel: .phone, box: box)
    let module = MembershipModule.module(messages: [tenant.mini(service), phone])
    service.answer(subscribe, "{\"errcode\":43101}")
    try await tenant.run("membership.run_campaigns")
    try await offer(tenant, module)
    #expect(service.seen(subscribe).map { $0.body["template_id"] } == ["TEMPLATE-2"])
    let known = try #require(await tenant.scope.member(member))
    #expect(try await tenant.scope.contacts(of: known).map(\.channel) == [.phone])
    #expect(try await tenant.events("membership.channel_refused") == 1)
    #expect(await box.lines.isEmpty)
    tenant.clock.advance(by: 3_600)
    try await tenant.work(module) { $0.name == "membership.deliver_campaign" }
    #expect(await box.lines == ["+8613800138000 新品"])
    #expect(service.seen(subscribe).count == 1)
    #expect(try await pair.other.events("membership.channel_refused") == 0)
  }

  @Test func `a group is told something once, by who keeps it`() async throws {
    let pair = try await familyPair(channelSettings)
    let (tenant, service) = (pair.mine, TencentService())
    let groups = ContactGroups()
    try await tenant.transaction { transaction in
      for (code, chat) in [("mums", "wrOgQ1"), ("plain", nil)] as [(String, String?)] {
        try await groups.keep(
          code,
          name: "妈妈群",
          kind: .wecom,
          keeper: "zhangsan",
          chat: chat,
          by: .staff("mei"),
          in: transaction
        )
      }
    }
    func tell(_ code: String, _ at: TestTenant, _ text: String = "周六有活动") async throws {
      try await at.transaction {
        try await groups.tell(text, to: code, by: "mei", for: at.snapshot, in: $0)
      }
    }
    try await tell("mums", tenant)
    #expect(try await valueRefusal { try await tell("plain", tenant) } == .groupInvalid)
    #expect(try await valueRefusal { try await tell("mums", tenant, "") } == .groupInvalid)
    #expect(try await valueRefusal { try await tell("mums", pair.other) } == .groupNotFound)
    let module = MembershipModule.module(messages: [tenant.wecom(service)])
    for _ in 0..<2 {
      _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
        .deliverDue()
      try await tenant.work(module) { $0.name == "membership.tell_group" }
    }
    let body: JSONValue = [
      "chat_type": "group", "chat_id_list": ["wrOgQ1"], "sender": "zhangsan",
      "text": ["content": "周六有活动"],
    ]
    #expect(service.seen(template).map(\.body) == [body])
    #expect(try await tenant.scope.groupMessages().map(\.outcome) == ["taken"])
    #expect(try await pair.other.scope.groupMessages().isEmpty)
    service.answer(template, "{\"errcode\":41063}")
    try await tell("mums", tenant, "再说一次")
    _ = try await OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
      .deliverDue()
    try await tenant.work(module) { $0.name == "membership.tell_group" }
    #expect(try await tenant.scope.groupMessages().first?.outcome == "refused:41063")
  }
}
