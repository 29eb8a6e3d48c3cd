public import TenantStore

extension FolderPart {
  /// What is said with boxes: `guidance.csv`.
  ///
  /// A folder without that file changes nothing; what is not in the file is not said any more.
  public static let guidance = Self(name: "guidance") { folder, tenant, mode, transaction in
    guard let bytes = try folder.file(BoxGuideFile.path) else { return [] }
    let plans = SubscriptionProgram(of: tenant)?.settings.plans.map(\.code) ?? []
    let wanted = try BoxGuideFile.read(bytes, plans: Set(plans))
    let stored = Dictionary(
      try await transaction.boxGuides().map { ($0.place, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let written = wanted.filter { stored[$0.place] != $0 }
    let removed = Set(stored.keys).subtracting(wanted.map(\.place)).sorted()
    if case .apply(let actor) = mode, !(written.isEmpty && removed.isEmpty) {
      _ = try await transaction.keepBoxGuides(written)
      _ = try await transaction.removeBoxGuides(removed)
      try await transaction.audit(
        (written.map(\.subject) + removed.map(\.subject)).map {
          AuditDraft(action: "membership.guide_applied", subject: $0, before: nil, after: nil)
        },
        by: actor
      )
    }
    return written.map { guide in
      FolderChange(
        stored[guide.place] == nil ? .create : .update,
        kind: "guidance",
        name: guide.subject
      )
    } + removed.map { FolderChange(.archive, kind: "guidance", name: $0.subject) }
  } export: { _, transaction in
    let stored = try await transaction.boxGuides()
    return stored.isEmpty ? [] : [BoxGuideFile.file(stored)]
  }
}
