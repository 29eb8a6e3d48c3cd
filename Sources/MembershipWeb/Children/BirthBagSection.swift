internal import Membership
internal import TenantWeb

/// What to have ready for the birth; a list to tick, which nobody checks.
struct BirthBagSection {
  /// How many of the missing things are offered at once.
  private static let offered = 6

  private let child: Child
  private let ready: Set<String>
  /// Whether the family agrees to being known by its orders.
  private let fillsItself: Bool
  private let frame: FamilyFrame

  init(_ child: Child, _ ready: Set<String>, fillsItself: Bool, _ frame: FamilyFrame) {
    self.child = child
    self.ready = ready
    self.fillsItself = fillsItself
    self.frame = frame
  }

  /// Reads what was ticked.
  static func ticked(_ form: RequestFields) -> Set<String> {
    Set(BirthBagItem.china.map(\.code).filter { form["bag_\($0)"] != nil })
  }

  var section: FamilySection {
    let texts = frame.texts
    let items = BirthBagItem.china
    var fields: [FormField] = []
    for item in items {
      let person = texts["bag.for.\(item.person)"]
      fields.append(
        FormField(
          name: "bag_\(item.code)",
          label: "\(person) · \(frame.local(item.name))",
          kind: .box("yes"),
          value: ready.contains(item.code) ? "yes" : "",
          isRequired: false
        )
      )
    }
    let sold = (try? frame.request.tenant.membership.birthBag) ?? [:]
    let missing = items.filter { !ready.contains($0.code) && sold[$0.code] != nil }
    let count = Int64(items.filter { ready.contains($0.code) }.count)
    return FamilySection(
      title: texts["bag.title"],
      text: texts["bag.hint"] + (fillsItself && !sold.isEmpty ? " " + texts["bag.filled"] : ""),
      progress: (
        count, Int64(items.count),
        texts["bag.ready", ["ready": "\(count)", "all": "\(items.count)"]]
      ),
      links: missing.prefix(Self.offered)
        .map { item in
          (
            texts["bag.find", ["what": frame.local(item.name)]],
            frame.request.url("/products", ["category": sold[item.code]?.first ?? ""])
          )
        },
      folded: [
        (
          texts["bag.open"],
          FamilyForm(
            path: "/family/children/\(child.id)/bag",
            submit: texts["form.save"],
            fields: fields,
            isQuiet: true
          )
        )
      ],
      isWide: true
    )
  }
}
