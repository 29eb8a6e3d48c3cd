public import TenantStore

extension FolderPart {
  /// Which SKUs are bundles, and of what: `bundles.csv`.
  ///
  /// A folder without that file changes none; a SKU that is not in it is no bundle any more.
  public static let bundles = Self(name: "bundles") { folder, tenant, mode, transaction in
    guard try folder.file(BundleFile.path) != nil else { return [] }
    try await transaction.lockCatalogue()
    // A plan sees the folder's own SKUs that no application has written yet.
    let coming = PriceFile.skus(of: folder, tenant)
    var known = Dictionary(coming.map { ($0, BundleContentRule.Candidate()) }) { first, _ in first }
    let named = Array(Set(BundleFile.named(folder, tenant)))
    if case .apply = mode { try await transaction.lockBundles(named) }
    for candidate in try await transaction.bundleCandidates(named) {
      known[candidate.code] = candidate.candidate
    }
    let wanted = try BundleFile.read(folder, of: tenant, known: known)
    let stored = try await transaction.storedBundles()
    let before = Dictionary(stored.map { ($0.code, $0) }) { first, _ in first }
    let kept = Set(wanted.map(\.code))
    let ended = stored.filter { !kept.contains($0.code) }
      .map { BundleDraft(code: $0.code, parts: []) }
    // What ends comes first: it may be a part of what begins.
    let written = ended + wanted.filter { before[$0.code] != $0 }
    if case .apply(let actor) = mode, !written.isEmpty {
      for draft in written { try await transaction.writeBundle(draft) }
      try await transaction.audit(
        written.map { $0.trail(after: before[$0.code]) },
        by: actor
      )
    }
    return written.map { draft in
      FolderChange(
        before[draft.code] == nil ? .create : draft.parts.isEmpty ? .archive : .update,
        kind: "bundle",
        name: draft.code,
        fields: before[draft.code] == nil || draft.parts.isEmpty ? [] : ["contents"]
      )
    }
  } export: { _, transaction in
    let broken = try await transaction.brokenBundles()
    let stored = try await transaction.storedBundles().filter { !broken.contains($0.code) }
    return stored.isEmpty ? [] : [BundleFile.file(stored)]
  }
}

extension BundleCandidate {
  var candidate: BundleContentRule.Candidate {
    BundleContentRule.Candidate(
      isBundle: isBundle,
      isPart: isPart,
      hasStock: hasStock && !isBundle,
      isPresold: isPresold && !isBundle
    )
  }
}

extension BundleDraft {
  /// The entry of the trail that says what it is made of now.
  func trail(after before: BundleDraft?) -> AuditDraft {
    func contents(_ draft: BundleDraft?) -> JSONValue {
      ["contents": .string(BundleContentRule.text(draft?.parts ?? []))]
    }
    return AuditDraft(
      action: "storefront.bundle_changed",
      subject: code,
      before: contents(before),
      after: contents(self)
    )
  }
}
