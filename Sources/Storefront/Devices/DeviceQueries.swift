internal import Foundation
internal import TenantStore

/// A sheet as ``QueryPart/device`` writes it.
private struct DeviceJSON: Decodable {
  let radios: [DeviceSheet.Radio]
  let pairing: DeviceSheet.Pairing
  let app: String
  let systems: String
  let address: String
  let needsAccount: Bool
  let worksOffline: Bool
  let updatesUntil: String?
  let data: LocalizedText
}

private struct DeviceRow: TenantRow {
  let product: String
  let sheet: DeviceSheet?

  init(row: inout ColumnReader) throws {
    product = try row.next()
    sheet = try DeviceSheet.read(json: row.next())
  }
}

extension DeviceSheet {
  /// Reads what ``QueryPart/device`` says; nothing means that it is no connected device.
  static func read(json: String?) throws -> Self? {
    guard let json else { return nil }
    let read = try JSONDecoder().decode(DeviceJSON.self, from: Data(json.utf8))
    return Self(
      radios: read.radios,
      pairing: read.pairing,
      app: read.app,
      systems: read.systems,
      address: read.address,
      needsAccount: read.needsAccount,
      worksOffline: read.worksOffline,
      updatesUntil: read.updatesUntil.flatMap { CalendarDate(iso: $0) },
      data: read.data
    )
  }
}

extension QueryPart {
  /// What `storefront.product p` needs as a connected device, as JSON text for
  /// ``DeviceSheet/read(json:)``.
  static let device: QueryPart = """
    (SELECT jsonb_build_object('radios', d.radios, 'pairing', d.pairing, 'app', d.app,
       'systems', d.systems, 'address', d.app_address, 'needsAccount', d.needs_account,
       'worksOffline', d.works_offline, 'updatesUntil', d.updates_until::text, 'data', d.data)::text
     FROM storefront.device d WHERE d.tenant_id = $1 AND d.product_id = p.id)
    """
}

extension TenantQuerying {
  /// The sheets of connected devices by the product's short name.
  func storedDevices() async throws -> [String: DeviceSheet] {
    let rows: [DeviceRow] = try await all(
      """
      SELECT p.slug, \(QueryPart.device) FROM storefront.device own
      JOIN storefront.product p ON p.tenant_id = \(tenant) AND p.id = own.product_id
      WHERE own.tenant_id = \(tenant)
      """
    )
    return Dictionary(rows.compactMap { row in row.sheet.map { (row.product, $0) } }) {
      first,
      _ in first
    }
  }
}

extension TenantTransaction {
  /// Gives a product this sheet, or none.
  func writeDevice(_ sheet: DeviceSheet?, of product: String) async throws {
    let deletion: TenantQuery = """
      DELETE FROM storefront.device d USING storefront.product p
      WHERE d.tenant_id = \(tenant) AND p.tenant_id = \(tenant) AND p.id = d.product_id
        AND p.slug = \(product)
      """
    guard let sheet else {
      _ = try await batch([deletion])
      return
    }
    let data = try JSONValue(encoding: sheet.data).canonicalText
    _ = try await batch([
      deletion,
      """
      INSERT INTO storefront.device
        (tenant_id, product_id, radios, pairing, app, systems, app_address, needs_account,
         works_offline, updates_until, data)
      SELECT \(tenant), p.id, \(sheet.radios.map(\.rawValue)), \(sheet.pairing.rawValue),
        \(sheet.app), \(sheet.systems), \(sheet.address), \(sheet.needsAccount),
        \(sheet.worksOffline), \(sheet.updatesUntil?.description)::text::date,
        \(data)::text::jsonb
      FROM storefront.product p WHERE p.tenant_id = \(tenant) AND p.slug = \(product)
      """,
    ])
  }
}
