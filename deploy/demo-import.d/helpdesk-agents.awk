# Who works at the help desk, from its log.
BEGIN {
  FS = ","
  print "Agent,Login"
}
FNR > 1 && !seen[$6]++ {
  name = $6
  sub(/^Value /, "helpdesk-", name)
  print $6 "," name
}
