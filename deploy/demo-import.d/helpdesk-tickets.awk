# The log of the help desk as a list: of every ticket when it was resolved at last, unless it was worked on again, by
# whom, or who had it last, and what happened to it last. The log comes by ticket and time.
BEGIN {
  FS = ","
  print "Case,Resolved,Last,Login"
}
FNR == 1 { next }
{
  sub(/\r$/, "")
  if (!($7 in last)) cases[++count] = $7
  last[$7] = $5
}
$5 == "Resolve ticket" {
  resolved[$7] = $4
  agent[$7] = $6
  next
}
# What is done stays done by whom it was, whoever closes it.
$5 ~ /^(Closed|VERIFIED|RESOLVED|INVALID|DUPLICATE)$/ && $7 in resolved { next }
{
  delete resolved[$7]
  agent[$7] = $6
}
END {
  for (i = 1; i <= count; i++) {
    name = agent[cases[i]]
    sub(/^Value /, "helpdesk-", name)
    print cases[i] "," resolved[cases[i]] "," last[cases[i]] "," name
  }
}
