internal import TenantStore

extension JobKind {
  /// The most pictures of one run; those that are left wait for the next.
  private static let share = 1_000

  /// Makes the narrower renditions of pictures that were kept since the last run, or before anything
  /// here could make them.
  ///
  /// A picture that cannot be tried now is left for a later run; one that nobody can decode is not tried
  /// again. A run that ends in between keeps what it made.
  static func makeRenditions(_ maker: RenditionMaker) -> Self {
    Self(name: "storefront.make_renditions") { context in
      let waiting = try await context.scope.unsizedMedia(after: nil, limit: share)
      for (index, id) in waiting.enumerated() {
        // Forgotten or withheld in the meantime.
        guard let picture = try await context.scope.media(id) else { continue }
        let renditions = await maker.renditions(of: picture)
        try Task.checkCancellation()
        guard let renditions else { continue }
        try await context.transaction { try await $0.keepRenditions(renditions, of: id) }
        context.report(done: index + 1, total: waiting.count)
      }
    }
  }
}
