/** A DokuWiki sign-in plugin that believes REMOTE_USER, as hundreds of old installations have one. */
export const remoteUserPlugin = `<?php
class auth_plugin_authremote extends DokuWiki_Auth_Plugin {
    public function __construct() {
        parent::__construct();
        $this->cando['external'] = true;
        $this->cando['logout'] = false;
        $this->success = true;
    }
    public function trustExternal($user, $pass, $sticky = false) {
        global $USERINFO;
        $name = isset($_SERVER['REMOTE_USER']) ? $_SERVER['REMOTE_USER'] : '';
        if ($name === '') return false;
        $shown = isset($_SERVER['HTTP_X_REMOTE_NAME']) ? rawurldecode($_SERVER['HTTP_X_REMOTE_NAME']) : $name;
        $USERINFO = ['name' => $shown, 'mail' => $name . '@wiki.invalid', 'grps' => ['user']];
        $_SESSION[DOKU_COOKIE]['auth']['user'] = $name;
        $_SESSION[DOKU_COOKIE]['auth']['info'] = $USERINFO;
        return true;
    }
    public function getUserData($user, $requireGroups = true) {
        return ['name' => $user, 'mail' => $user . '@wiki.invalid', 'grps' => ['user']];
    }
}
`;

/** Its plugin.info.txt. */
export const remoteUserPluginInfo = `base authremote
author Amanah Hub tests
email tests@amanah.invalid
date 2026-11-24
name REMOTE_USER sign-in
desc Signs in whom the web server names
url https://www.dokuwiki.org/
`;
