// The vendors' own libraries and colb's default chain on the same machine: the same variables, files, programs and
// servers. Run by credentials.sh; with --metadata inside a network namespace that has the metadata addresses.
'use strict';

const assert = require('assert');
const { execFile } = require('child_process');
const fs = require('fs');
const http = require('http');
const os = require('os');
const path = require('path');
const { default: DefaultProvider } = require('@alicloud/credentials/dist/src/providers/default');
const { default: CvmRoleCredential } = require('tencentcloud-sdk-nodejs-common/tencentcloud/common/cvm_role_credential');

const probe = process.argv[2];
const metadata = process.argv[3] === '--metadata';
const outer = { PATH: process.env.PATH };

// What the server answers at the moment.
let answers = {};
const server = http.createServer((request, response) => {
  const answer = answers[request.method + ' ' + decodeURIComponent(request.url)];
  response.statusCode = answer === undefined ? 404 : answer.status || 200;
  response.end(answer === undefined ? '' : answer.body);
});

function run(vendor, env) {
  return new Promise((resolve) => {
    execFile(probe, [vendor], { env: { ...outer, ...env } }, (error, output) => resolve(String(output).trim()));
  });
}

async function theirs(vendor, env) {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, outer, env);
  try {
    if (vendor === 'tencent') {
      const keys = await new CvmRoleCredential().getCredential();
      return ['keys', keys.secretId, keys.secretKey, keys.token].join(' ');
    }
    const keys = await DefaultProvider.builder().build().getCredentials();
    return ['keys', keys.accessKeyId, keys.accessKeySecret, keys.securityToken || ''].join(' ').trim();
  } catch (error) {
    return 'none: ' + error.message;
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode: 0o600 });
}

const soon = new Date(Date.now() + 3600e3).toISOString().replace(/\.\d+/, '');
const given = (name) => JSON.stringify({
  Code: 'Success', AccessKeyId: name, AccessKeySecret: name + '-key', SecurityToken: name + '-token',
  LastUpdated: soon, Expiration: soon,
});

const environments = {
  none: {},
  pair: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'env', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'env-key' },
  temporary: {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'envt', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'envt-key',
    ALIBABA_CLOUD_SECURITY_TOKEN: 'envt-token',
  },
  half: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'half' },
};
const profile = (members) => JSON.stringify({
  current: 'p', profiles: [{ name: 'other', mode: 'AK', access_key_id: 'x', access_key_secret: 'y' },
    { name: 'p', region_id: 'cn-x', ...members }],
});
const configs = {
  none: undefined,
  ak: profile({ mode: 'AK', access_key_id: 'cli', access_key_secret: 'cli-key' }),
  sts: profile({ mode: 'StsToken', access_key_id: 'clis', access_key_secret: 'clis-key', sts_token: 'clis-token' }),
  unfilled: profile({ mode: 'AK', access_key_id: '', access_key_secret: '' }),
  nobody: JSON.stringify({ current: 'q', profiles: [] }),
  damaged: '{"current":',
};
const inis = {
  none: undefined,
  ak: '[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = ini-key\n',
};

async function compare(what, vendor, env, reason) {
  const [ours, other] = [await run(vendor, env), await theirs(vendor, env)];
  const brief = (text) => (text.startsWith('none') ? 'none' : text);
  if (reason) {
    assert.strictEqual(brief(ours), 'none', `${what}: ${ours}`);
    if (brief(other) !== 'none') differences.set(reason, (differences.get(reason) || 0) + 1);
  } else {
    assert.strictEqual(brief(ours), brief(other), `${what}: colb ${ours}, the vendor ${other}`);
  }
  cases += 1;
}

let cases = 0;
const differences = new Map();

async function withoutMetadata(port) {
  for (const [environment, variables] of Object.entries(environments)) {
    for (const [config, json] of Object.entries(configs)) {
      for (const [ini, text] of Object.entries(inis)) {
        for (const uri of [false, true]) {
          const home = fs.mkdtempSync(path.join(os.tmpdir(), 'colb-credentials-'));
          if (json !== undefined) write(path.join(home, '.aliyun/config.json'), json);
          if (text !== undefined) write(path.join(home, '.alibabacloud/credentials'), text);
          const env = { HOME: home, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ...variables };
          if (uri) env.ALIBABA_CLOUD_CREDENTIALS_URI = `http://127.0.0.1:${port}/keys?a=b`;
          const reason = environment === 'half' ? 'half a pair in the environment stops colb'
            : environment === 'none' && config === 'damaged' ? 'a damaged config.json stops colb' : undefined;
          await compare([environment, config, ini, uri].join(' '), 'aliyun', env, reason);
          fs.rmSync(home, { recursive: true });
        }
      }
    }
  }
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'colb-credentials-'));
  const env = { HOME: home, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  const program = path.join(home, 'keys');
  write(program, `#!/bin/sh\necho '{"mode":"StsToken","access_key_id":"ext","access_key_secret":"ext-key",`
    + `"sts_token":"ext-token","expiration":"${soon}"}'\n`);
  fs.chmodSync(program, 0o700);
  const config = path.join(home, '.aliyun/config.json');
  write(config, profile({ mode: 'External', process_command: program }));
  await compare('External', 'aliyun', env);
  write(config, profile({ mode: 'AK', access_key_id: 'cli', access_key_secret: 'cli-key' }));
  await compare('another profile', 'aliyun', { ...env, ALIBABA_CLOUD_PROFILE: 'other' });
  await compare('switched off', 'aliyun', { ...env, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true' });
  await compare('a file elsewhere', 'aliyun', { ...env, ALIBABA_CLOUD_CREDENTIALS_FILE: '/no/such' });
  fs.rmSync(home, { recursive: true });
}

async function withMetadata() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'colb-credentials-'));
  const env = { HOME: home };
  const role = 'GET /latest/meta-data/ram/security-credentials/';
  const cam = 'GET /latest/meta-data/cam/security-credentials/';
  const hello = { 'PUT /latest/api/token': { body: 'handshake' } };
  const keys = { [role]: { body: 'r' }, [role + 'r']: { body: given('ecs') } };
  const tencent = JSON.stringify({
    TmpSecretId: 'cvm', TmpSecretKey: 'cvm-key', Token: 'cvm-token', ExpiredTime: Math.floor(Date.now() / 1000) + 7200,
    Expiration: soon, Code: 'Success',
  });
  for (const [what, script, more] of [
    ['a role', { ...hello, ...keys }, {}],
    ['no handshake', keys, {}],
    ['no handshake, and it is required', keys, { ALIBABA_CLOUD_IMDSV1_DISABLED: 'true' }],
    ['the role is named', { ...hello, [role + 'r']: keys[role + 'r'] }, { ALIBABA_CLOUD_ECS_METADATA: 'r' }],
    ['no role', hello, {}],
    ['refused', { ...hello, [role]: { body: 'r' }, [role + 'r']: { body: '{"Code":"Failed"}' } }, {}],
    ['not JSON', { ...hello, [role]: { body: 'r' }, [role + 'r']: { body: '<html>' } }, {}],
    ['variables first', { ...hello, ...keys }, environments.pair],
  ]) {
    answers = script;
    await compare('metadata: ' + what, 'aliyun', { ...env, ...more });
  }
  for (const [what, script] of [
    ['a role', { [cam]: { body: 'role' }, [cam + 'role']: { body: tencent } }],
    ['no role', {}],
    ['refused', { [cam]: { body: 'role' }, [cam + 'role']: { body: '{"Code":"Failed"}' } }],
  ]) {
    answers = script;
    await compare('metadata: ' + what, 'tencent', env);
  }
  fs.rmSync(home, { recursive: true });
}

server.listen(metadata ? 80 : 0, metadata ? '100.100.100.200' : '127.0.0.1', async () => {
  try {
    answers = { 'GET /keys?a=b': { body: given('uri') } };
    await (metadata ? withMetadata() : withoutMetadata(server.address().port));
    console.log(`credentials${metadata ? ', metadata' : ''}: ${cases} cases`);
    for (const [reason, times] of differences) console.log(`  different on purpose: ${reason} (${times})`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  server.close();
});
