internal import HTTPTypes
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The API by which apps and mini-programmes let families in and show what they hold.
struct FamilyAPI: Sendable {
  let desk: SignInDesk
  let wechat: WeChatMiniMessages?
  private let tag = "Family"

  init(desk: SignInDesk, wechat: WeChatMiniMessages?) {
    self.desk = desk
    self.wechat = wechat
  }

  var routes: [Route] {
    [askCode, signIn, family, history, services] + (wechat.map { [link($0)] } ?? [])
  }

  private struct LinkInput: Decodable {
    let code: String
  }

  private func link(_ wechat: WeChatMiniMessages) -> Route {
    .act(
      "/api/v1/family/wechat",
      operation: "linkWeChat",
      summary: "Lets subscription messages of the mini-programme reach the member who is signed in",
      tag: tag,
      body: .json(FamilySchemas.linkInput),
      responses: [.nothing("Messages can reach her there.")],
      permission: .session,
      refusals: .membership(.memberNotFound, .contactInvalid, .contactTaken, .messageNotSent)
    ) { request, database in
      let input: LinkInput = try request.body()
      let member = try await member(request)
      let person: String
      do {
        person = try await wechat.person(behind: input.code, for: request.tenant, in: database)
      } catch let refusal as TencentRefusal where refusal.code != nil {
        throw MembershipRefusal(.contactInvalid)
      } catch is NoAccount {
        throw WebRefusal(.notFound)
      } catch is OutboundFailure {
        throw MembershipRefusal(.messageNotSent)
      }
      try await database.transaction(for: request.tenant.id) { transaction in
        try await Families().link(.wechat, person, to: member.id, by: .shopper, in: transaction)
      }
      return .nothing
    }
  }

  private struct CodeInput: Decodable {
    let phone: String
  }

  private struct SessionInput: Decodable {
    let phone: String
    let code: String
  }

  private var askCode: Route {
    .act(
      "/api/v1/family/sign-in-codes",
      operation: "sendSignInCode",
      summary: "Sends a sign-in code to a phone",
      tag: tag,
      body: .json(FamilySchemas.codeInput),
      responses: [.nothing("The code is on its way, whether or not there is an account.")],
      refusals: .membership(.contactInvalid, .codeTooSoon, .messageNotSent)
    ) { request, database in
      let input: CodeInput = try request.body()
      try await desk.requestCode(.phone, input.phone, for: request.tenant, in: database)
      return .nothing
    }
    .sendingMessage()
  }

  private var signIn: Route {
    .act(
      "/api/v1/family/sessions",
      operation: "createFamilySession",
      summary: "Makes the visitor's session a member's; its token is a new one",
      tag: tag,
      body: .json(FamilySchemas.sessionInput),
      responses: [.json(FamilySchemas.session, "Who is signed in.")],
      refusals: .membership(.contactInvalid, .codeWrong, .codeExpired, .codeLocked)
    ) { request, database in
      let input: SessionInput = try request.body()
      let signIn = try await desk.enter(
        input.code,
        .phone,
        input.phone,
        for: request.tenant,
        in: database
      )
      try await database.transaction(for: request.tenant.id) { transaction in
        try await request.signIn(signIn.member, in: transaction)
      }
      return .json([
        "member": .string(signIn.member.description), "is_new": .bool(signIn.isNew),
      ])
    }
  }

  private var family: Route {
    .read(
      "/api/v1/family",
      operation: "getFamily",
      summary: "The children with their stages, and what the member holds",
      tag: tag,
      responses: [.json(FamilySchemas.family, "The family.")],
      permission: .session,
      refusals: .membership(.memberNotFound)
    ) { request in
      let member = try await member(request)
      let today = CalendarDate(request.now, in: request.tenant.timeZone)
      let children = try await request.scope.children(of: member)
      let points = try await request.scope.pointsBalance(of: member.id)
      return .json([
        "member": .string(member.id.description), "name": .string(member.displayName),
        "points": .integer(points.available),
        "children": .array(
          children.filter { $0.quietSince == nil }.map { FamilySchemas.child($0, on: today) }
        ),
      ])
    }
  }

  private var history: Route {
    .read(
      "/api/v1/family/points",
      operation: "listPoints",
      summary: "The member's history of points, newest first",
      tag: tag,
      parameters: [.query("before", .integer(1...Int64(Int32.max)), "Where the page begins.")],
      responses: [.pageOfJSON(FamilySchemas.points, "One page of the history.")],
      permission: .session,
      refusals: .membership(.memberNotFound)
    ) { request in
      let member = try await member(request)
      let before = try request.query.value("before", as: Int64.self)
      let lines = try await request.scope.pointsHistory(of: member.id, before: before)
      let next = lines.count == 50 ? lines.last?.sequence : nil
      return Reply.json(["items": .array(lines.map(FamilySchemas.line))])
        .linking(next: next.map { request.url("/api/v1/family/points", ["before": "\($0)"]) })
    }
  }

  private var services: Route {
    .read(
      "/api/v1/family/services",
      operation: "listFamilyServices",
      summary: "What the member may use, why, how often and until when",
      tag: tag,
      responses: [.json(FamilySchemas.services, "Every service of the shop.")],
      permission: .session,
      refusals: .membership(.memberNotFound)
    ) { request in
      let member = try await member(request)
      let answers = try await Entitlements(of: request.tenant).all(of: member.id, in: request.scope)
      return .json(["items": .array(answers.map(FamilySchemas.service))])
    }
  }

  private func member(_ request: TenantRequest) async throws -> Member {
    guard let session = try await request.session(),
      let id = try await request.scope.memberSignedIn(on: session.id),
      let member = try await request.scope.member(id)
    else { throw MembershipRefusal(.memberNotFound) }
    return member
  }
}

extension [RefusalDescription] {
  static func membership(_ codes: MembershipRefusal.Code...) -> Self {
    let names = Set(codes.map(\.rawValue))
    return RefusalDescription.all(of: MembershipRefusal.Code.self).filter {
      names.contains($0.code)
    }
  }
}
