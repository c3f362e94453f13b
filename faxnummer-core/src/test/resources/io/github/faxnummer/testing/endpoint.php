<?php

/**
 * The Faxnummer.de API as its documentation describes it, for tests on loopback. Nothing is faxed.
 *
 * Beside this file: "account" (login and password, a line each), "mode" (words, see below), "jobs/" (what was accepted)
 * and "requests/" (the fields of each request, a file each).
 *
 * Words of "mode": where something stands (warning, two-warnings, notice, text-before, text-behind, bom, glue), how the
 * answer is written (lines, json, json-nested, json-lost, xml, url-encoded, br, pre, chunked-cut), what is wrong in it
 * (trace, accepted-trace, other-number, more-pages, unknown-at-first). All but the last three concern SendFax only, and
 * GetSentFaxStatus too with the word "always".
 */

const HERE = __DIR__;
[$login, $password] = file(HERE . '/account', FILE_IGNORE_NEW_LINES);
$mode = explode(' ', trim(file_get_contents(HERE . '/mode')));
$all = ($_POST['sCommand'] ?? '') !== 'GetSentFaxStatus' || in_array('always', $mode, true);
$is = fn (string $word): bool => in_array($word, $mode, true)
    && ($all || in_array($word, ['other-number', 'more-pages', 'unknown-at-first'], true));

$request = HERE . '/requests/' . sprintf('%04d', count(glob(HERE . '/requests/*')) + 1);
mkdir($request);
foreach ($_POST as $name => $value) {
    file_put_contents($request . '/' . basename($name), $value);
}
foreach ($_FILES as $name => $file) {
    file_put_contents($request . '/' . basename($name) . '.name', $file['name']);
    file_put_contents($request . '/' . basename($name) . '.error', (string) $file['error']);
}

// Real faults of PHP, which writes what it has to say itself.
if ($is('warning') || $is('two-warnings')) {
    echo $undefined;
}
if ($is('two-warnings')) {
    echo [][0];
}
if ($is('notice')) {
    unserialize('x');
}
if ($is('bom')) {
    echo "\n\xEF\xBB\xBF";
}

class Refusal extends Exception
{
}

function login(string $login, string $code, array $account, bool $database): void
{
    if (!$database) {
        throw new RuntimeException('SQLSTATE[HY000] [2002] Connection refused');
    }
    if ($login !== $account[0]) {
        throw new Refusal('Webrequest is not available for this account');
    }
    if ($code !== $account[1]) {
        throw new Refusal('Productcode invalid');
    }
}

function job(string $id, array $job): void
{
    file_put_contents(HERE . '/jobs/' . $id, serialize($job));
}

function pages(string $pdf): int
{
    preg_match_all('/stream\r?\n(.*?)endstream/s', $pdf, $streams);
    foreach ($streams[1] as $stream) {
        $pdf .= @gzuncompress($stream) ?: '';
    }
    return preg_match_all('~/Type\s*/Page\b(?!s)~', $pdf);
}

function sendFax(callable $is): array
{
    $destination = $_POST['sDestination'] ?? '';
    if (!preg_match('/^0[0-9]{4,20}$/', $destination)) {
        throw new Refusal('Destination wrong format');
    }
    if (filter_var($_POST['sEmail'] ?? '', FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE) === false) {
        throw new Refusal('Email wrong format');
    }
    $file = $_FILES['sFax'] ?? ['error' => UPLOAD_ERR_NO_FILE];
    $kind = $file['error'] === UPLOAD_ERR_OK ? new finfo(FILEINFO_MIME_TYPE) : null;
    if ($kind === null || $kind->file($file['tmp_name']) !== 'application/pdf') {
        throw new Refusal('Fax wrong format');
    }
    $id = 'faxsend-' . $_POST['sProductLogin'] . '-' . bin2hex(random_bytes(10));
    job($id, [
        'asked' => 0,
        'pages' => pages(file_get_contents($file['tmp_name'])),
        'destination' => $destination,
        'from' => $_POST['sSource'] ?? '004920269555000',
        'reference' => $_POST['sFaxFileName'] ?? '',
        'created' => date('Y-m-d H:i:s'),
    ]);
    if ($is('accepted-trace')) {
        login($_POST['sProductLogin'], $_POST['sProductCode'], [], false);
    }
    return ['WR_Status' => 'ok', 'WR_Request_UUID' => $id];
}

function status(callable $is): array
{
    $id = basename($_POST['sJobUUID'] ?? '');
    $file = HERE . '/jobs/' . $id;
    $job = $id !== '' && is_file($file) ? unserialize(file_get_contents($file)) : null;
    if ($job !== null) {
        $job['asked']++;
        job($id, $job);
    }
    if ($job === null || ($is('unknown-at-first') && $job['asked'] < 2)) {
        throw new Refusal('No such job');
    }
    $entry = [
        'JobUUID' => $id,
        'CreateDateTime' => $job['created'],
        'LastChangeDateTime' => date('Y-m-d H:i:s'),
        'DestinationNumber' => $is('other-number') ? '00493023125999' : $job['destination'],
        'FromNumber' => $job['from'],
        'FaxFileName' => $job['reference'],
        'Status' => 'DONE-OK',
        'RemoteTSI' => '',
        'StatusQ850Cause' => 16,
        'ConnectionDuration' => 20 * $job['pages'],
        'PagesSent' => $job['pages'] + ($is('more-pages') ? 3 : 0),
    ];
    $answer = ['WR_Status' => 'ok', 'WR_DataList_ObjectCount' => 1];
    foreach ($entry as $name => $value) {
        $answer["WR_DataList_1_$name"] = $value;
    }
    return $answer;
}

function xml(array $answer): string
{
    if (extension_loaded('simplexml')) {
        $root = new SimpleXMLElement('<webrequest/>');
        foreach ($answer as $name => $value) {
            $root->addChild($name, htmlspecialchars((string) $value, ENT_XML1));
        }
        return $root->asXML();
    }
    $elements = '';
    foreach ($answer as $name => $value) {
        $elements .= "<$name>" . htmlspecialchars((string) $value, ENT_XML1) . "</$name>";
    }
    return "<?xml version=\"1.0\"?>\n<webrequest>$elements</webrequest>\n";
}

function written(array $answer, callable $is): string
{
    $lines = '';
    foreach ($answer as $name => $value) {
        $lines .= $name . '=' . $value . ($is('br') ? '<br>' : "\n");
    }
    return match (true) {
        $is('json') => json_encode($answer),
        $is('json-nested') => json_encode(['response' => $answer]),
        // What json_encode says of bytes that are not UTF-8 is false, and echo makes nothing of it.
        $is('json-lost') => (string) json_encode($answer + ['WR_Comment' => "gr\xFCn"]),
        $is('xml') => xml($answer),
        $is('url-encoded') => http_build_query($answer) . "\n",
        $is('pre') => "<pre>\n$lines</pre>",
        default => $lines,
    };
}

try {
    // A request above post_max_size arrives without any field.
    login($_POST['sProductLogin'] ?? '', $_POST['sProductCode'] ?? '', [$login, $password], !$is('trace'));
    $answer = match ($_POST['sCommand'] ?? '') {
        'SendFax' => sendFax($is),
        'GetSentFaxStatus' => status($is),
        default => throw new Refusal('Unknown command'),
    };
} catch (Refusal $refusal) {
    $answer = ['WR_Status' => 'failed', 'WR_Comment' => $refusal->getMessage()];
}
$text = written($answer, $is);
header('Content-Type: ' . match (true) {
    $is('json') || $is('json-nested') || $is('json-lost') => 'application/json',
    $is('xml') => 'text/xml; charset=utf-8',
    default => 'text/html; charset=utf-8',
});
if ($is('chunked-cut')) {
    header('Transfer-Encoding: chunked');
    echo dechex(strlen($text)) . "\r\n" . $text . "\r\n";
    exit;
}
echo $is('text-before') ? "Bitte warten...\n" : '';
echo $is('glue') ? rtrim($text) : $text;
if ($is('glue')) {
    echo $undefined;
}
echo $is('text-behind') ? "\nVerarbeitet in 0.02 s\n" : '';
