extension AssociationGenerator.Pair {
    /// The pairs of a whole account besides those of contacts, companies, deals and pets; ids are HubSpot's published ones, where there are any.
    static let standard: [AssociationGenerator.Pair] = [
        .within(
            "0-2", [.hubSpot(450), .hubSpot(14, "Parent Company"), .hubSpot(13, "Child Company")], inverse: [0, 2, 1]),
        .within(
            "0-1", [.hubSpot(449), .user(161, "Manager"), .user(162, "Report"), .user(163, "Friend")],
            inverse: [0, 2, 1, 3]),
        .plain("0-5", "0-1", 16, 15, hub: 260), .primary("0-5", "0-2", (339, 26), (340, 25)),
        .plain("0-3", "0-5", 27, 28),
        .plain("0-3", "0-8", 19, 20), .plain("0-14", "0-8", 67, 68), .plain("0-14", "0-3", 64, 63),
        .plain("0-14", "0-1", 69, 70), .plain("0-18", "0-1", 81, 82), .plain("0-19", "0-1", 98, 97),
        .plain("0-19", "0-5", 100, 99), .plain("0-27", "0-1", 204, 203), .plain("0-27", "0-2", 192, 191),
        .plain("0-46", "0-1", 202, 201), .plain("0-46", "0-3", 214, 213), .plain("0-47", "0-1", 200, 199),
        .plain("0-48", "0-1", 194, 193), .plain("0-48", "0-5", 220, 219), .plain("0-49", "0-1", 198, 197),
        .plain("0-49", "0-3", 210, 209), .plain("0-53", "0-1", 177, 178), .plain("0-53", "0-8", 409, 410),
        .plain("0-69", "0-1", 295, 296), .plain("0-84", "0-14", 361, 362), .plain("0-101", "0-53", 541, 542),
        .plain("0-116", "0-1", 453, 454), .plain("0-123", "0-1", 507, 508), .plain("0-123", "0-8", 513, 514),
        .primary("0-136", "0-1", (608, 578), (609, 579)), .plain("0-142", "0-1", 586, 587),
        .plain("0-162", "0-2", 792, 793), .plain("0-410", "0-1", 860, 861), .plain("0-420", "0-1", 882, 883),
        .plain("0-421", "0-1", 906, 907), .plain("0-970", "0-2", 1236, 1237),
    ]

    /// A further custom type with contacts and companies; every other one with pets.
    static func custom(_ id: String, _ index: Int) -> [AssociationGenerator.Pair] {
        let first = Int64(2_000 + index * 20)
        let contacts = AssociationGenerator.Pair(
            from: id, to: "0-1", forward: [.user(first), .user(first + 2, "Used by")],
            backward: [.user(first + 1), .user(first + 3, "Uses")], primary: nil, hubTargets: 0)
        let partner = index.isMultiple(of: 2) ? TypeCatalogue.petID : "0-2"
        return [
            contacts,
            AssociationGenerator.Pair(
                from: id, to: partner, forward: [.user(first + 4)], backward: [.user(first + 5)], primary: nil,
                hubTargets: 0),
        ]
    }

    private static func plain(
        _ from: String, _ to: String, _ forward: Int64, _ backward: Int64, hub: Int = 0
    ) -> AssociationGenerator.Pair {
        .init(
            from: from, to: to, forward: [.hubSpot(forward)], backward: [.hubSpot(backward)], primary: nil,
            hubTargets: hub)
    }

    private static func primary(
        _ from: String, _ to: String, _ forward: (Int64, Int64), _ backward: (Int64, Int64)
    ) -> AssociationGenerator.Pair {
        .init(
            from: from, to: to, forward: [.hubSpot(forward.0), .hubSpot(forward.1, "Primary")],
            backward: [.hubSpot(backward.0), .hubSpot(backward.1, "Primary")], primary: 1, hubTargets: 0)
    }

    private static func within(_ type: String, _ kinds: [AssociationKind], inverse: [Int]) -> AssociationGenerator.Pair
    {
        .init(
            from: type, to: type, forward: kinds, backward: inverse.map { kinds[$0] }, primary: nil, hubTargets: 0)
    }
}
