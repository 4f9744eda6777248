# Runs PHPUnit with the built extension and the modules of PHP's that frameworks need, and nothing from this machine's
# php.ini. The modules that are part of PHP itself are no files.

PHPUNIT_MODULES=(ctype dom fileinfo iconv intl mbstring mysqlnd pdo pdo_mysql pdo_pgsql pdo_sqlite phar simplexml
    tokenizer xml xmlwriter)

# run_phpunit FOLDER: runs the suite of a package.
run_phpunit() {
    local modules=() module folder
    folder=$(php -n -r 'echo PHP_EXTENSION_DIR;')
    for module in "${PHPUNIT_MODULES[@]}"; do
        if [ -f "$folder/$module.so" ]; then
            modules+=(-d "extension=$module")
        fi
    done
    (cd "$1" && php -n "${modules[@]}" -d "extension=$NOSOCKET_EXTENSION" "$(command -v phpunit)" --colors=never)
}
