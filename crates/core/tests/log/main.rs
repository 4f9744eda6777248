//! The log's contract: one list of cases, run on every database.

mod beacons;
mod cases;
mod concurrency;
mod cut;
mod databases;
mod full_disk;
mod limit_cases;
mod model;
mod pgbouncer;
mod proxy;
mod refusals;
mod restart;
mod restored;
mod revocation_cases;
mod server_cases;
mod servers;
mod tls;

use databases::{Database, Mariadb, Postgres, Sqlite};

/// Makes a test of every case on one database.
macro_rules! suite {
    ($database:ident on $kind:ty: $($module:ident::$case:ident),+ $(,)?) => {
        mod $database {
            use super::*;
            $(
                #[test]
                fn $case() {
                    $module::$case(&<$kind>::start());
                }
            )+
        }
    };
}

/// The list of cases. A database that joins gets one line below.
macro_rules! every_case {
    ($database:ident on $kind:ty) => {
        suite! { $database on $kind:
            cases::positions_are_dense_in_each_channel,
            cases::a_batch_gets_consecutive_positions_in_its_order,
            cases::an_empty_batch_does_nothing,
            cases::a_live_reader_begins_at_the_head,
            cases::a_retained_reader_begins_after_the_floor,
            cases::a_reader_gets_exactly_what_is_after_its_cursor,
            cases::a_channel_without_events_has_position_zero_and_no_epoch,
            cases::polling_writes_no_channel_row,
            cases::a_reader_of_another_epoch_resyncs_from_the_head,
            cases::a_reader_beyond_the_head_resyncs_from_the_head,
            cases::a_reader_without_epochs_is_served,
            cases::an_expired_event_means_resync_whether_cleanup_has_run_or_not,
            cases::a_reader_behind_an_expired_event_resyncs_even_if_older_events_are_left,
            cases::expiry_begins_at_the_very_millisecond,
            cases::a_transient_event_vanishes_without_a_resync,
            cases::cleanup_raises_floors_to_what_it_removed,
            cases::cleanup_goes_on_until_all_is_removed,
            cases::pages_give_everything_in_order,
            cases::a_busy_channel_starves_no_other,
            cases::more_channels_than_places_all_have_their_turn,
            cases::payloads_come_back_byte_for_byte,
            cases::names_are_compared_byte_for_byte,
            cases::tabs_to_leave_out_are_kept,
            cases::events_carry_the_time_of_the_clock,
            cases::renewed_epochs_make_every_reader_resync,
            cases::installing_again_changes_nothing,
            cases::table_prefixes_keep_logs_apart,
            cases::names_that_look_like_queries_are_only_names,
            cases::heads_are_told_in_order,
            cases::a_log_that_was_dropped_and_made_anew_means_resync,
            limit_cases::a_quota_admits_exactly_its_burst,
            limit_cases::a_spent_quota_says_how_long_to_wait,
            limit_cases::clients_are_counted_apart,
            limit_cases::a_time_that_cannot_be_counts_as_none,
            limit_cases::cleanup_leaves_counts_that_still_matter,
            revocation_cases::a_revocation_is_told_to_its_reader_alone_whatever_else_is_read,
            revocation_cases::of_several_revocations_the_latest_counts,
            revocation_cases::cleanup_forgets_a_revocation_once_its_grants_are_over,
            revocation_cases::a_revocation_elsewhere_is_told_with_the_events_that_the_database_is_asked_for,
            revocation_cases::no_event_emitted_after_a_revocation_elsewhere_is_told_from_memory,
            revocation_cases::a_revoked_reader_of_a_channel_that_has_vanished_is_told_nothing_from_memory,
            revocation_cases::a_log_of_the_first_schema_is_upgraded_with_all_that_it_holds,
            model::random_histories_are_read_as_the_rules_say,
            model::random_histories_are_read_so_behind_cached_heads_too,
            concurrency::emitters_followers_and_cleanup_at_once_lose_nothing,
            concurrency::emitters_followers_and_cleanup_at_once_lose_nothing_with_cached_heads,
            concurrency::more_events_than_a_cached_head_promises_are_read_page_by_page,
        }
    };
}

every_case! { sqlite on Sqlite }
every_case! { mariadb on Mariadb }
every_case! { postgresql on Postgres }

/// Cases for database servers only.
macro_rules! server_suite {
    ($server:ident on $kind:ty: $($module:ident::$case:ident),+ $(,)?) => {
        mod $server {
            $(
                #[test]
                fn $case() {
                    crate::$module::$case::<$kind>();
                }
            )+
        }
    };
}

macro_rules! every_server_case {
    ($server:ident on $kind:ty) => {
        server_suite! { $server on $kind:
            refusals::a_user_or_password_that_is_wrong,
            refusals::a_user_who_may_only_read,
            refusals::a_database_that_does_not_exist,
            refusals::a_host_that_does_not_exist,
            refusals::a_port_where_nobody_listens,
            refusals::a_socket_that_does_not_exist,
            refusals::a_server_that_hangs_up,
            refusals::a_server_that_says_nothing,
            refusals::tables_that_are_missing,
            refusals::tables_of_another_version,
            restored::a_restored_backup_is_noticed_while_it_is_behind_its_readers,
            restored::a_restored_backup_with_new_epochs_is_always_noticed,
            restored::emptied_tables_are_noticed,
            restored::emptied_events_with_new_epochs_are_noticed,
            restored::a_schema_made_anew_is_noticed,
            server_cases::an_idle_poll_and_an_emit_are_one_round_trip_each,
            server_cases::an_idle_poll_and_news_that_were_read_before_are_answered_without_a_round_trip,
            server_cases::history_that_is_gone_is_noticed_behind_cached_heads,
            server_cases::a_broken_connection_is_replaced_but_an_emit_is_never_repeated,
            server_cases::transactions_undone_for_others_are_tried_again,
            server_cases::two_installations_at_once_are_one,
            server_cases::times_are_the_server_s,
            server_cases::times_follow_positions_where_emitters_wait_for_each_other,
        }
    };
}

every_server_case! { mariadb_server on crate::server_cases::MariadbServer }
every_server_case! { postgresql_server on crate::server_cases::PostgresServer }
