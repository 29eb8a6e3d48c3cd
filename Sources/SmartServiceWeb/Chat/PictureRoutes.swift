internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// A picture in the chat: its words are read and wait in the field to be sent, or a person sees it.
struct PictureRoutes {
  static let wordsPath = "\(ChatRoutes.path)/pictures/words"
  static let personPath = "\(ChatRoutes.path)/pictures"
  /// The form around the largest picture.
  private static let body = RouteBody.upload(limit: Media.byteLimit + (64 << 10))

  let entrance: TalkEntrance
  let reader: PictureReader?
  let page: ChatPage.Making

  var all: [Route] { [show] + (reader.map { [words($0)] } ?? []) }

  /// Nobody but people looks at what a body has.
  private var show: Route {
    let entrance = entrance
    return .write(
      .post,
      Self.personPath,
      operation: "showPictureToService",
      body: Self.body,
      idempotency: .required,
      recovery: explained
    ) { request, transaction in
      let text = request.form["text"] ?? request.texts["service.picture.said"]
      try await entrance.show(try Self.picture(request), text, request, in: transaction)
      return .redirect(to: request.url(ChatRoutes.path) + "#latest")
    }
    .costing(.reading)
  }

  /// Nothing is kept: the picture is read, and its words are given back.
  private func words(_ reader: PictureReader) -> Route {
    .act(
      Self.wordsPath,
      operation: "readPictureForService",
      body: Self.body,
      recovery: explained
    ) { [page] request, _ in
      let picture = try Self.picture(request)
      let known = request.locales.map(\.rawValue)
      switch await reader.words(of: picture, in: known) {
      case .words(let words): return try await page(request).saying(draft: words).reply()
      case .unreadable: return try await Self.notice("unreadable", page(request), request)
      case .busy: return try await Self.notice("busy", page(request), request)
      }
    }
    .costing(.program)
  }

  private static func notice(_ name: String, _ page: ChatPage, _ request: TenantRequest)
    async throws -> Reply
  {
    try await page.saying(notice: request.texts["service.picture.\(name)"]).reply()
  }

  private static func picture(_ request: TenantRequest) throws -> Picture {
    guard let file = request.file("picture") else {
      throw request.form.refusal("picture", "is missing")
    }
    return try Picture(file.bytes)
  }

  private var explained: Route.Recovery {
    { [page] request, refusal in
      let isMissing = (refusal as? WebRefusal)?.code == .inputInvalid
      guard
        let words = isMissing
          ? request.texts["service.error.picture.format"]
          : ChatTexts.refusal(refusal, request.texts)
      else { return nil }
      return try await page(request).saying(notice: words).reply(status: .unprocessableContent)
    }
  }
}
