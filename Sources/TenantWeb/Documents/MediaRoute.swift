internal import HTTPTypes
internal import TenantStore

/// The tenant's pictures, under the hash of their content.
enum MediaRoute {
  static let routes = [whole, sized]

  private static let address = RouteParameter.path(
    "sha256",
    .string(64...64, format: .hexadecimal(digits: 64)),
    "SHA-256 of the content."
  )

  private static let whole = Route.read(
    "/media/{sha256}",
    operation: "getMedia",
    parameters: [address],
    refusals: [RefusalDescription(TenancyRefusal.Code.mediaNotFound)]
  ) { request in
    let id = try request.path("sha256", as: MediaID.self)
    guard let media = try await request.scope.media(id) else {
      throw TenancyRefusal(.mediaNotFound)
    }
    return reply(with: media, isFinal: true, tag: "\"\(id)\"")
  }

  /// A picture that has no rendition of a width is answered as it is: it is smaller, a drawing, waits
  /// for its renditions, or nothing here makes any.
  private static let sized = Route.read(
    "/media/{sha256}/{width}",
    operation: "getMediaOfWidth",
    parameters: [
      address,
      .path(
        "width",
        .choice(Rendition.widths.map { "\($0)" }),
        "How wide at most, in pixels; a picture that is not there so narrow comes as it is."
      ),
    ],
    refusals: [RefusalDescription(TenancyRefusal.Code.mediaNotFound)]
  ) { request in
    let id = try request.path("sha256", as: MediaID.self)
    let width = try request.path("width", as: Int.self)
    guard let found = try await request.scope.media(id, width: width) else {
      throw TenancyRefusal(.mediaNotFound)
    }
    let tag = found.isRendition ? "\"\(id)-\(width)\"" : "\"\(id)\""
    return reply(with: found.media, isFinal: found.isFinal, tag: tag)
  }

  private static func reply(with media: Media, isFinal: Bool, tag: String) -> Reply {
    // What a visitor gave may be deleted or hidden, so nobody keeps it without asking.
    var reply = Reply.bytes(
      media.bytes,
      contentType: media.contentType,
      caching: media.isVisitors || !isFinal ? .revalidated : .immutable
    )
    reply.headers[.eTag] = tag
    reply.headers[.contentSecurityPolicy] = policy
    reply.headers[.resourcePolicy] = "cross-origin"
    return reply
  }

  /// A drawing may use its own style attributes, and nothing else runs or loads.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
}
