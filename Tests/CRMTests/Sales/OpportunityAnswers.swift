/// Section B of ANSWERS.md, as tests compare it.
enum OpportunityAnswers {
  /// How the deals are cut, and what each part has.
  struct Part: Sendable {
    let dimension: String
    let column: String
    let table: String
    /// Deals, won, lost, win rate, won revenue, mean days to win.
    let rows: [String: [String]]
    /// Engaging and prospecting.
    var open: [String: [Int]] = [:]
  }

  static let parts = [
    Part(
      dimension: "team", column: "team_id", table: "access.team",
      rows: [
        "Melvin Marxen": ["1929", "882", "536", "62.20", "2251930.00", "50.83"],
        "Summer Sewald": ["1701", "828", "459", "64.34", "1964750.00", "51.45"],
        "Rocco Neubert": ["1327", "691", "422", "62.08", "1960545.00", "49.40"],
        "Celia Rouche": ["1296", "610", "352", "63.41", "1603897.00", "52.36"],
        "Cara Losch": ["964", "480", "265", "64.43", "1130049.00", "52.41"],
        "Dustin Brinkmann": ["1583", "747", "439", "62.98", "1094363.00", "54.60"],
      ],
      open: [
        "Melvin Marxen": [215, 296], "Summer Sewald": [414, 0], "Rocco Neubert": [214, 0],
        "Celia Rouche": [334, 0], "Cara Losch": [219, 0], "Dustin Brinkmann": [193, 204],
      ]),
    Part(
      dimension: "department", column: "department_id", table: "access.department",
      rows: [
        "West": ["2997", "1438", "811", "63.94", "3568647.00", "51.83"],
        "Central": ["3512", "1629", "975", "62.56", "3346293.00", "52.56"],
        "East": ["2291", "1171", "687", "63.02", "3090594.00", "50.64"],
      ],
      open: [
        "West": [748, 0], "Central": [408, 500], "East": [433, 0],
      ]),
    Part(
      dimension: "product", column: "product_id", table: "sales.product",
      rows: [
        "GTX Pro": ["1480", "729", "418", "63.56", "3510578.00", "48.33"],
        "GTX Plus Pro": ["968", "479", "266", "64.30", "2629651.00", "51.73"],
        "MG Advanced": ["1412", "654", "430", "60.33", "2216387.00", "51.78"],
        "GTX Plus Basic": ["1383", "653", "398", "62.13", "705275.00", "51.76"],
        "GTX Basic": ["1866", "915", "521", "63.72", "499263.00", "54.77"],
        "GTK 500": ["40", "15", "10", "60.00", "400612.00", "64.07"],
        "MG Special": ["1651", "793", "430", "64.84", "43768.00", "51.34"],
      ],
      open: [
        "GTX Pro": [253, 80], "GTX Plus Pro": [176, 47], "MG Advanced": [242, 86],
        "GTX Plus Basic": [258, 74], "GTX Basic": [337, 93], "GTK 500": [15, 0],
        "MG Special": [308, 120],
      ]),
    Part(
      dimension: "owner", column: "owner_id", table: "access.account",
      rows: [
        "Darcel Schlecht": ["747", "349", "204", "63.11", "1153214.00", "49.43"],
        "Vicki Laflamme": ["451", "221", "126", "63.69", "478396.00", "53.56"],
        "Kary Hendrixson": ["438", "209", "126", "62.39", "454298.00", "52.97"],
        "Cassey Cress": ["346", "163", "98", "62.45", "450489.00", "48.79"],
        "Donn Cantrell": ["275", "158", "117", "57.45", "445860.00", "53.33"],
        "Niesha Huffines": ["239", "105", "70", "60.00", "176961.00", "54.59"],
        "Wilburn Farren": ["110", "55", "24", "69.62", "157640.00", "56.55"],
        "Violet Mclelland": ["261", "122", "71", "63.21", "123431.00", "58.05"],
      ],
      open: [
        "Darcel Schlecht": [83, 111], "Vicki Laflamme": [104, 0], "Kary Hendrixson": [103, 0],
        "Cassey Cress": [85, 0], "Donn Cantrell": [0, 0], "Niesha Huffines": [30, 34],
        "Wilburn Farren": [31, 0], "Violet Mclelland": [68, 0],
      ]),
  ]

  /// Won, lost, win rate and won revenue.
  static let quarters = [
    "2017-01-01": ["531", "116", "82.07", "1134672.00"],
    "2017-04-01": ["1254", "778", "61.71", "3086111.00"],
    "2017-07-01": ["1257", "790", "61.41", "2982255.00"],
    "2017-10-01": ["1196", "789", "60.25", "2802496.00"],
  ]

  static let months = [
    "2017-03": "1134672", "2017-04": "721932", "2017-05": "1025713", "2017-06": "1338466",
    "2017-07": "696932", "2017-08": "1050059", "2017-09": "1235264", "2017-10": "731980",
    "2017-11": "938943", "2017-12": "1131573",
  ]

  static let clients = [
    ["Kan-code", "115", "341455"],
    ["Konex", "108", "269245"],
    ["Condax", "105", "206410"],
    ["Cheers", "57", "198020"],
    ["Hottechi", "111", "194957"],
    ["Goodsilron", "65", "182522"],
    ["Treequote", "65", "176751"],
    ["Warephase", "70", "170046"],
    ["Xx-holding", "48", "169357"],
    ["Isdom", "65", "164683"],
  ]

  static let sectors = [
    "retail": "1867528", "technolgy": "1515487", "medical": "1359595", "software": "1077934",
    "finance": "950908", "marketing": "922321", "entertainment": "689007",
    "telecommunications": "653574", "services": "533006", "employment": "436174",
  ]

  /// Own won revenue, and that with the subsidiaries.
  static let groups = [
    "Acme Corporation": ["101744", "519349"],
    "Bubba Gump": ["89248", "329909"],
    "Golddex": ["51632", "290215"],
    "Inity": ["141858", "340612"],
    "Massive Dynamic": ["90110", "288130"],
    "Sonron": ["103673", "479028"],
    "Warephase": ["170046", "233149"],
  ]
}
