internal import HTTPTypes
internal import TenantStore

/// The tenant's pictures, under the hash of their content.
enum MediaRoute {
  static let route = Route.read(
    "/media/{sha256}",
    operation: "getMedia",
    parameters: [
      .path("sha256", .string(64...64, format: .hexadecimal(digits: 64)), "SHA-256 of the content.")
    ],
    refusals: [RefusalDescription(TenancyRefusal.Code.mediaNotFound)]
  ) { request in
    let id = try request.path("sha256", as: MediaID.self)
    guard let media = try await request.scope.media(id) else {
      throw TenancyRefusal(.mediaNotFound)
    }
    // What a visitor gave may be deleted or hidden, so nobody keeps it without asking.
    var reply = Reply.bytes(
      media.bytes,
      contentType: media.contentType,
      caching: media.isVisitors ? .revalidated : .immutable
    )
    reply.headers[.eTag] = "\"\(id)\""
    reply.headers[.contentSecurityPolicy] = policy
    reply.headers[.resourcePolicy] = "cross-origin"
    return reply
  }

  /// A drawing may use its own style attributes, and nothing else runs or loads.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
}
