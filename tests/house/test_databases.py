"""The databases that tests get."""

from sqlalchemy import create_engine, text


def test_each_test_gets_a_database_of_its_own(database_url: str) -> None:
    database = create_engine(database_url)

    with database.begin() as connection:
        connection.execute(text("CREATE TABLE of_this_test (id INTEGER)"))  # fails where another test's table is seen
    database.dispose()


def test_a_bare_database_has_no_tables(bare_url: str) -> None:
    database = create_engine(bare_url)

    with database.begin() as connection:
        connection.execute(text("CREATE TABLE audit (id INTEGER)"))
    database.dispose()
