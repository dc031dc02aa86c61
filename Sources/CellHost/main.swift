print("cell host")
