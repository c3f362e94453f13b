#!/usr/bin/env bash
# Guess:    a SimpleXML element is true or false as its text is, so that <ok>0</ok> and <error/> are false, and empty()
#           says the opposite of if. PHP's manual has elements without attributes and children among what is false.
# Seen:     each child that exists is true in an if, <error/>, <ok>0</ok> and <ok>false</ok> included; empty() calls the
#           first two empty. Only a document of nothing but <error/> is false. json_encode makes {} of <error/>, which
#           is true after json_decode to an object and false to an array; the text of a lone CDATA section is {} as
#           well, and the attributes of elements with text are gone.
# Versions: PHP 8.2.36 (SimpleXML).
# Matters:  if ($answer->error) makes a failure of a fax that went out, and it is sent again; if ($answer->ok) makes an
#           OK of <ok>0</ok>.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
found=$(php -r 'echo PHP_VERSION;')
echo "PHP $found"
[ "$found" = 8.2.36 ] || { echo "this was seen with PHP 8.2.36, not $found" >&2; exit 2; }
cat > read.php <<'E'
<?php
foreach (['', '<e/>', '<e></e>', '<e code="5"/>', '<e>0</e>', '<e>false</e>', '<e code="5">busy</e>',
    '<e><![CDATA[busy]]></e>', '<e>is <![CDATA[busy]]></e>'] as $text) {
  $answer = simplexml_load_string("<r>$text</r>");
  $json = json_encode($answer);
  echo $text, ' -> if ', json_encode((bool) $answer->e), ', empty ', json_encode(empty($answer->e)),
    ", text [$answer->e], JSON ", $json, ': object ', json_encode((bool) (json_decode($json)->e ?? false)), ', array ',
    json_encode((bool) (json_decode($json, true)['e'] ?? false)), "\n";
}
foreach (['<e/>', '<e code="5"/>', '<e>0</e>'] as $text)
  echo 'document ', $text, ' -> if ', json_encode((bool) simplexml_load_string($text)), "\n";
E
php read.php | tee seen.out
diff seen.out - <<'E'
 -> if false, empty true, text [], JSON {}: object false, array false
<e/> -> if true, empty true, text [], JSON {"e":{}}: object true, array false
<e></e> -> if true, empty true, text [], JSON {"e":{}}: object true, array false
<e code="5"/> -> if true, empty true, text [], JSON {"e":{"@attributes":{"code":"5"}}}: object true, array true
<e>0</e> -> if true, empty true, text [0], JSON {"e":"0"}: object false, array false
<e>false</e> -> if true, empty false, text [false], JSON {"e":"false"}: object true, array true
<e code="5">busy</e> -> if true, empty false, text [busy], JSON {"e":"busy"}: object true, array true
<e><![CDATA[busy]]></e> -> if true, empty false, text [busy], JSON {"e":{}}: object true, array false
<e>is <![CDATA[busy]]></e> -> if true, empty false, text [is busy], JSON {"e":"is busy"}: object true, array true
document <e/> -> if false
document <e code="5"/> -> if true
document <e>0</e> -> if true
E
echo "As recorded."
