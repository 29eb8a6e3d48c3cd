internal import DelimitedText
public import TenantStore

extension FolderPart {
  /// What connected devices need: `devices.csv`.
  ///
  /// A folder without that file changes none; a product that is not in it is no connected device.
  public static let devices = Self(name: "devices") { folder, tenant, mode, transaction in
    guard try folder.file(DeviceFile.path) != nil else { return [] }
    try await transaction.lockCatalogue()
    let products = try await transaction.productSKUs(with: folder, of: tenant)
    let wanted = try DeviceFile.read(folder, of: tenant, products: Set(products.keys))
    let stored = try await transaction.storedDevices()
    let changed = Set(wanted.keys).union(stored.keys).filter { wanted[$0] != stored[$0] }.sorted()
    if case .apply(let actor) = mode, !changed.isEmpty {
      for product in changed { try await transaction.writeDevice(wanted[product], of: product) }
      try await transaction.audit(
        changed.map {
          AuditDraft(action: "storefront.device_applied", subject: $0, before: nil, after: nil)
        },
        by: actor
      )
    }
    return changed.map { product in
      let action: FolderChange.Action =
        stored[product] == nil ? .create : wanted[product] == nil ? .archive : .update
      return FolderChange(action, kind: "device", name: product)
    }
  } export: { tenant, transaction in
    let stored = try await transaction.storedDevices().sorted { $0.key < $1.key }
    guard !stored.isEmpty else { return [] }
    return [DeviceFile.file(stored.map { (product: $0.key, sheet: $0.value) }, of: tenant)]
  }
}
